// Enters [[name, value], …] into the form and returns what no field showed for yet.
(values) => {
  const named = (name) => [...document.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
  const shows = (field) => field.checkVisibility({ visibilityProperty: true });
  const unfold = (field) => {
    for (let part = field.closest("details:not([open])"); part; part = part.parentElement.closest("details:not([open])"))
      part.querySelector(":scope > summary").click();
  };
  const makeRows = (name) => {
    const steps = name.split(".");
    for (const [place, step] of steps.entries()) {
      if (!/^\d+$/.test(step)) continue;
      const rows = steps.slice(0, place).join(".");
      const box = document.querySelector(`[data-rows="${CSS.escape(rows)}"]`);
      const add = box?.querySelector(`button[value="add:${CSS.escape(rows)}"]`);
      if (!add) continue;
      unfold(add);
      const list = box.querySelector(":scope > .rows-list");
      while (list.children.length <= Number(step) && shows(add)) {
        const before = list.children.length;
        add.click();
        if (list.children.length === before) break;
      }
    }
  };
  const tick = (fields, code) => {
    const box = fields.find((field) => field.value === code);
    if (!box || !shows(box)) return false;
    if (!box.checked) box.click();
    return true;
  };
  const write = (field, text) => {
    let value = text;
    if (field.tagName === "SELECT") {
      const options = [...field.options];
      const chosen = options.find((each) => each.value === text) ?? options.find((each) => each.label === text);
      if (!chosen) return false;
      value = chosen.value;
    }
    field.focus();
    if (field.value !== value) {
      field.value = value;
      field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText" }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    return true;
  };
  const enter = (name, value) => {
    makeRows(Array.isArray(value) ? `${name}.${value.length - 1}` : name);
    const fields = named(name);
    if (Array.isArray(value)) {
      fields.forEach(unfold);
      const ticks = fields.some((field) => field.type === "checkbox");
      return value.map((each, index) => (ticks ? tick(fields, String(each)) : enter(`${name}.${index}`, each))).every(Boolean);
    }
    const [field] = fields;
    if (!field) return false;
    unfold(field);
    if (field.type === "hidden") return true; // The name of a photo, which its file has brought.
    if (field.type === "radio") return tick(fields, String(value));
    if (!shows(field)) return false;
    if (field.type === "checkbox") {
      if (field.checked !== Boolean(value)) field.click();
      return true;
    }
    return write(field, String(value));
  };
  return values.filter(([name, value]) => !enter(name, value));
}
