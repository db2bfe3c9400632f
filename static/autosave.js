/* Staff forms save a draft by themselves, a moment after the typing stops. Without scripts the form works as ever. */
(function () {
  "use strict";

  var PAUSE = 1500;

  function formFor(marker) {
    var inside = marker.closest("form");
    if (inside) {
      return inside;
    }
    var candidates = marker.parentElement.querySelectorAll('form[method="post"]:not([data-no-draft])');
    for (var i = 0; i < candidates.length; i += 1) {
      if (marker.compareDocumentPosition(candidates[i]) & Node.DOCUMENT_POSITION_FOLLOWING) {
        return candidates[i];
      }
    }
    return null;
  }

  function content(form, key) {
    var body = new URLSearchParams();
    new FormData(form).forEach(function (value, name) {
      if (typeof value === "string") {
        body.append(name, value);
      }
    });
    body.append("draft_key", key);
    return body;
  }

  document.querySelectorAll("[data-draft-key]").forEach(function (marker) {
    var form = formFor(marker);
    if (!form || marker.dataset.draftReady) {
      return;
    }
    marker.dataset.draftReady = "yes";
    var state = marker.querySelector("[data-draft-state]");
    var timer = null;
    var running = null;
    var sent = false;

    function save() {
      timer = null;
      if (sent) {
        return;
      }
      running = new AbortController();
      fetch(marker.dataset.draftUrl, {
        method: "POST",
        body: content(form, marker.dataset.draftKey),
        headers: { "X-Requested-With": "XMLHttpRequest" },
        credentials: "same-origin",
        redirect: "error",
        signal: running.signal
      }).then(function (response) {
        return response.json();
      }).then(function (answer) {
        state.textContent = answer.message;
      }).catch(function (error) {
        if (error.name !== "AbortError") {
          state.textContent = marker.dataset.draftFailed;
        }
      });
    }

    form.addEventListener("input", function () {
      window.clearTimeout(timer);
      timer = window.setTimeout(save, PAUSE);
    });
    form.addEventListener("submit", function () {
      sent = true;
      window.clearTimeout(timer);
      if (running) {
        running.abort();
      }
    });
  });
})();
