"""合同与结算: the papers of a service contract."""
