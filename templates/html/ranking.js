(function () {
  "use strict";
  var form = document.querySelector(".filter");
  var find = document.getElementById("find");
  var state = document.getElementById("state");
  var count = document.getElementById("count");
  var rows = Array.prototype.slice.call(document.querySelectorAll("tr[data-status]"));
  function apply() {
    var wanted = find.value.trim().toLowerCase();
    var shown = 0;
    rows.forEach(function (row) {
      var fits = (!state.value || row.dataset.status === state.value) &&
        row.querySelector("[data-name]").textContent.toLowerCase().indexOf(wanted) >= 0;
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    count.textContent = shown + " / " + rows.length;
  }
  // On paper everything is open.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (one) { one.open = true; });
  });
  form.hidden = false;
  find.addEventListener("input", apply);
  state.addEventListener("change", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  apply();
})();
