(function () {
  "use strict";
  var form = document.getElementById("form");
  var status = document.getElementById("status");
  var person = document.getElementById("person");
  var about = form.dataset;
  var kept = ["rmentor", about.form, about.who, about.mentee, about.person, about.session || ""].join("/");

  function fields() {
    var found = {};
    Array.prototype.forEach.call(form.elements, function (one) {
      if (!one.name || ((one.type === "radio" || one.type === "checkbox") && !one.checked)) { return; }
      var text = one.value.trim();
      if (!text) { return; }
      if (one.type === "checkbox") {
        (found[one.name] = found[one.name] || []).push(text);
      } else {
        found[one.name] = text;
      }
    });
    return found;
  }

  function say(text, wrong) {
    status.textContent = text;
    status.className = wrong ? "wrong" : "";
  }

  function today() {
    var now = new Date();
    var two = function (number) { return (number < 10 ? "0" : "") + number; };
    return now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  }

  function blank() {
    return Array.prototype.filter.call(form.querySelectorAll("[data-asked]"), function (group) {
      return !Array.prototype.some.call(group.querySelectorAll("input,textarea"), function (one) {
        return one.type === "radio" || one.type === "checkbox" ? one.checked : one.value.trim();
      });
    }).length;
  }

  // A draft outlives a closed window; where the browser keeps nothing for files, there is none.
  function keep() {
    try { localStorage.setItem(kept, JSON.stringify({ person: person ? person.value : "", fields: fields() })); } catch (_) { return; }
  }
  function forget() {
    try { localStorage.removeItem(kept); } catch (_) { return; }
  }
  function restore() {
    var told = null;
    try { told = JSON.parse(localStorage.getItem(kept) || "null"); } catch (_) { return; }
    if (!told || typeof told.fields !== "object") { return; }
    if (person && told.person) { person.value = told.person; }
    Array.prototype.forEach.call(form.elements, function (one) {
      var value = one.name && Object.prototype.hasOwnProperty.call(told.fields, one.name) ? told.fields[one.name] : null;
      if (value === null) { return; }
      if (one.type === "radio" || one.type === "checkbox") {
        one.checked = [].concat(value).indexOf(one.value) >= 0;
      } else {
        one.value = value;
      }
    });
  }

  function save(event) {
    event.preventDefault();
    var found = fields();
    if (person && !person.value.trim()) {
      person.setAttribute("aria-invalid", "true");
      say(about.sayWhoMissing, true);
      person.focus();
      return;
    }
    if (person) { person.removeAttribute("aria-invalid"); }
    if (!Object.keys(found).length) {
      say(about.sayNothing, true);
      return;
    }
    var on = found.date || today();
    var whose = person ? person.value.trim() : about.person;
    var told = { rmentor: 1, form: about.form, who: about.who, mentee: about.mentee || "", person: whose, on: on };
    if (about.session) { told.session = about.session; }
    told.fields = found;
    var name = [about.form, about.session, whose, about.who === "mentor" ? about.mentee : "", on].filter(Boolean).join("-")
      .replace(/[^A-Za-z0-9_.@-]+/g, "_") + ".json";
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(told, null, 1) + "\n"], { type: "application/json" }));
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
    forget();
    var left = blank();
    say(about.saySaved.replace("{file}", name) + (left ? " " + about.sayBlank + " " + left + "." : ""), false);
  }

  var day = form.querySelector("input[type=date]");
  if (day) { day.value = today(); }
  restore();
  form.addEventListener("input", keep);
  form.addEventListener("submit", save);
  document.getElementById("clear").addEventListener("click", function () {
    form.reset();
    forget();
    say(about.sayCleared, false);
  });
})();
