/* Shows and hides questions as their conditions say. Same rules as measurements/domain/conditions.py, ES5 only. */
(function (root) {
  "use strict";
  var NUMBER = /^-?[0-9]{1,9}(?:\.[0-9]{1,3})?$/;
  var DATE = /^[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?$/;

  function number(text) { return NUMBER.test(text) ? Number(text) : null; }

  function equal(text, literal) { return typeof literal === "string" ? text === literal : number(text) === literal; }

  function compared(operator, left, right) {
    if (operator === "<") { return left < right; }
    if (operator === "<=") { return left <= right; }
    if (operator === ">") { return left > right; }
    return left >= right;
  }

  function ordered(operator, text, literal) {
    if (typeof literal === "string") {
      return DATE.test(text) && DATE.test(literal) && compared(operator, text, literal);
    }
    return number(text) !== null && compared(operator, number(text), literal);
  }

  /* given: a function from an item code to the list of texts that were answered */
  function holds(condition, given) {
    var operator = condition[0];
    var parts = condition.slice(1);
    if (operator === "and") { return parts.every(function (part) { return holds(part, given); }); }
    if (operator === "or") { return parts.some(function (part) { return holds(part, given); }); }
    if (operator === "not") { return !holds(parts[0], given); }
    var texts = given(condition[1]);
    var literal = condition[2];
    function fits(text) { return equal(text, literal); }
    if (operator === "answered") { return texts.length > 0; }
    if (operator === "=") { return texts.some(fits); }
    if (operator === "!=") { return texts.length > 0 && !texts.some(fits); }
    if (operator === "in") {
      return texts.some(function (text) { return literal.some(function (one) { return equal(text, one); }); });
    }
    return texts.some(function (text) { return ordered(operator, text, literal); });
  }

  root.surveyCondition = holds;

  var form = document.querySelector("form[data-known]");
  if (!form) { return; }
  var known = JSON.parse(form.getAttribute("data-known"));
  var blocks = Array.prototype.slice.call(form.querySelectorAll("[data-show]"));

  function plain(text) {
    return text
      .replace(/[\u0660-\u0669]/g, function (digit) { return String(digit.charCodeAt(0) - 0x660); })
      .replace(/[\u06f0-\u06f9]/g, function (digit) { return String(digit.charCodeAt(0) - 0x6f0); })
      .replace(/[,\u066b]/g, ".").replace(/\u2212/g, "-");
  }

  function two(text) { return text.length < 2 ? "0" + text : text; }

  function date(parts) {
    if (parts.some(function (part) { return !/^[0-9]+$/.test(part); })) { return []; }
    return [parts.reverse().map(two).join("-")];
  }

  function hidden(element) {
    for (var at = element; at && at !== form; at = at.parentNode) { if (at.hidden) { return true; } }
    return false;
  }

  function given(code) {
    if (known[code]) { return known[code]; }
    var fields = Array.prototype.slice.call(form.elements).filter(function (field) {
      return field.name === "q." + code;
    });
    if (!fields.length || hidden(fields[0])) { return []; }
    var chosen = [];
    var ranks = [];
    var parts = [];
    fields.forEach(function (field) {
      if (field.type === "radio" || field.type === "checkbox") {
        if (field.checked) { chosen.push(field.value); }
      } else if (field.tagName === "SELECT") {
        if (field.value) { ranks.push(field.value.split(".")); }
      } else if (field.hasAttribute("data-date")) {
        parts.push(plain(field.value.trim()));
      } else if (field.hasAttribute("inputmode")) {
        if (field.value.trim()) { chosen.push(plain(field.value.replace(/\s/g, ""))); }
      } else if (field.value.trim()) {
        chosen.push(field.value.trim());
      }
    });
    ranks.sort(function (left, right) { return left[1] - right[1]; });
    return chosen.concat(ranks.map(function (rank) { return rank[0]; }), parts.length ? date(parts) : []);
  }

  function update() {
    blocks.forEach(function (block) {
      block.hidden = !holds(JSON.parse(block.getAttribute("data-show")), given);
    });
  }

  Array.prototype.slice.call(form.querySelectorAll(".condition")).forEach(function (words) { words.hidden = true; });
  form.addEventListener("change", update);
  form.addEventListener("input", update);
  update();
}(window));
