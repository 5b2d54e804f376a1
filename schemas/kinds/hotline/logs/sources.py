"""What the logs rest on: the hotline contract, whose words name no start of its clocks."""

SIGNED_IN = "合同关于7×24小时值守和工单签收的约定"
RETURNED = "合同关于退单办理和登记入账的约定"
REMINDED = "合同关于工单到期提醒的约定"
