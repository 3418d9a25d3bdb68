// The page is complete without this script; it adds sorting and showing or hiding single activations.
(function () {
  "use strict";
  function show(name, visible) {
    document.querySelectorAll("[data-series]").forEach(function (element) {
      if (element.getAttribute("data-series") === name) element.classList.toggle("off", !visible);
    });
  }

  document.querySelectorAll("fieldset input").forEach(function (box) {
    box.closest("fieldset").hidden = false;
    box.addEventListener("change", function () { show(box.value, box.checked); });
    // A browser that goes back to the page restores the boxes.
    if (!box.checked) show(box.value, false);
  });

  document.querySelectorAll("table.sortable th button").forEach(function (button) {
    button.addEventListener("click", function () {
      var header = button.parentElement;
      var table = header.closest("table");
      var body = table.tBodies[0];
      var column = header.cellIndex;
      var ascending = header.getAttribute("aria-sort") !== "ascending";
      table.querySelectorAll("th[aria-sort]").forEach(function (other) { other.removeAttribute("aria-sort"); });
      header.setAttribute("aria-sort", ascending ? "ascending" : "descending");
      Array.from(body.rows).map(function (row) {
        var text = row.cells[column].getAttribute("data-value");
        return { row: row, text: text, number: parseFloat(text) };
      }).sort(function (a, b) {
        var missing = (a.text === "") - (b.text === "");
        if (missing !== 0) return missing;
        var order = isNaN(a.number) || isNaN(b.number) ? (a.text > b.text) - (a.text < b.text) : a.number - b.number;
        return ascending ? order : -order;
      }).forEach(function (item) { body.appendChild(item.row); });
    });
  });
})();
