/*
 * Draws the charts of a page. The drawing library is loaded only when a chart comes near the screen.
 * No figure leaves the machine: sharing and cloud upload are off, and there is no server to send to.
 */
(function () {
  "use strict";

  var library = document.currentScript.dataset.plotly;
  var loading = null;
  var CONFIG = {
    showSendToCloud: false,
    plotlyServerURL: "",
    displaylogo: false,
    displayModeBar: false,
    responsive: true,
    scrollZoom: false,
    locale: document.documentElement.lang || "nl"
  };

  function load() {
    if (!loading) {
      loading = new Promise(function (resolve, reject) {
        var script = document.createElement("script");
        script.src = library;
        script.onload = function () { resolve(window.Plotly); };
        script.onerror = reject;
        document.head.appendChild(script);
      });
    }
    return loading;
  }

  function draw(element) {
    var figure = JSON.parse(document.getElementById(element.dataset.chart).textContent);
    return load().then(function (Plotly) {
      Plotly.register({
        moduleType: "locale",
        name: "nl",
        dictionary: {},
        format: {
          days: ["zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"],
          shortDays: ["zo", "ma", "di", "wo", "do", "vr", "za"],
          months: ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"],
          shortMonths: ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"],
          date: "%d-%m-%Y"
        }
      });
      return Plotly.newPlot(element, figure.data, figure.layout, CONFIG);
    }).then(function () {
      element.dataset.drawn = "yes";
    });
  }

  var charts = document.querySelectorAll("[data-chart]");
  if (!("IntersectionObserver" in window)) {
    charts.forEach(function (element) {
      element.classList.add("is-active");
      draw(element);
    });
    return;
  }
  var observer = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      if (entry.isIntersecting) {
        observer.unobserve(entry.target);
        draw(entry.target);
      }
    });
  }, { rootMargin: "400px" });
  charts.forEach(function (element) {
    element.classList.add("is-active");
    observer.observe(element);
  });
})();
