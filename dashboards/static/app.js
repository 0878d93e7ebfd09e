// Charts, the theme, pickers and printing. Every page says what it has to say without this file.
(function () {
  'use strict';
  var root = document.documentElement;
  var plotlyAt = document.currentScript.getAttribute('data-plotly');
  var stylesAt = document.currentScript.getAttribute('data-plotly-styles');
  var workerAt = document.currentScript.getAttribute('data-worker');
  var plotly = null;
  var paper = false;
  var PAPER = 680; // the width of A4 between its margins

  function dark() {
    var wish = root.getAttribute('data-theme');
    return wish ? wish === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  }

  // ---- charts: one JSON island each; colours are names of tokens, turned into values here ----
  function loadPlotly() {
    if (plotly) return plotly;
    // its styles under the name by which it finds that it need not write its own into the page
    var styles = document.createElement('link');
    styles.rel = 'stylesheet';
    styles.href = stylesAt;
    styles.id = 'plotly.js-style-global';
    styles.className = 'no-inline-styles';
    document.head.appendChild(styles);
    plotly = new Promise(function (resolve, reject) {
      var script = document.createElement('script');
      script.src = plotlyAt;
      script.onload = function () { resolve(window.Plotly); };
      script.onerror = reject;
      document.head.appendChild(script);
    });
    return plotly;
  }

  function inked(value, style) {
    if (typeof value === 'string' && value.slice(0, 2) === '--') {
      return style.getPropertyValue(value).trim();
    }
    if (Array.isArray(value)) return value.map(function (one) { return inked(one, style); });
    if (value && typeof value === 'object') {
      var out = {};
      Object.keys(value).forEach(function (key) { out[key] = inked(value[key], style); });
      return out;
    }
    return value;
  }

  // a name in a few short lines; a letter is half as wide as a Han character
  function wrapped(name, width, most) {
    var words = name.match(/[\u0000-\u024f]+?(?:\s+|$)|[\u0000-\u024f]+|[^\u0000-\u024f]/g) || [], lines = [''], used = 0;
    words.forEach(function (word) {
      var size = /^[\u0000-\u024f]/.test(word) ? word.length / 2 : 1;
      if (used && used + size > width) { lines.push(''); used = 0; }
      lines[lines.length - 1] += word;
      used += size;
    });
    if (lines.length > most) lines = lines.slice(0, most - 1).concat(lines[most - 1].slice(0, -1) + '…');
    return lines.map(function (line) { return line.trim(); }).join('<br>');
  }

  function narrow(figure) {
    var layout = figure.layout;
    figure.data.forEach(function (one) {
      if (one.type !== 'sankey') return;
      one.textfont.size = 10;
      one.node.pad = 24;
      var lines = one.node.label.length > 24 ? 1 : 2;
      one.node.label = (one.node.customdata || one.node.label).map(function (label) { return wrapped(label, 7, lines); });
    });
    layout.annotations = (layout.annotations || []).filter(function (one) { return one.name !== 'wide'; });
    var labels = layout.xaxis && layout.xaxis.ticktext;
    if (labels && labels.length > 6) {
      layout.xaxis.ticktext = labels.map(function (label, at) { return (labels.length - 1 - at) % 3 ? '' : label; });
    }
  }

  function draw(island) {
    var plot = document.getElementById(island.getAttribute('data-figure'));
    if (!plot) return;
    loadPlotly().then(function (Plotly) {
      var figure = inked(JSON.parse(island.textContent), getComputedStyle(root));
      if (paper) figure.layout.width = PAPER;
      else if (plot.clientWidth < 480) narrow(figure);
      Plotly.react(plot, figure.data, figure.layout, {
        displayModeBar: false, displaylogo: false, showSendToCloud: false, responsive: true,
        scrollZoom: false, doubleClick: false, locale: root.lang === 'zh-CN' ? 'zh-CN' : 'en'
      });
    }).catch(function () {
      // no chart: its table is the same answer
      plot.hidden = true;
      var table = plot.parentNode.querySelector('details');
      if (table) table.open = true;
    });
  }

  function drawAll(within) {
    var islands = within.querySelectorAll('script[data-figure]');
    if (!islands.length) return;
    if (!('IntersectionObserver' in window)) { islands.forEach(draw); return; }
    var seen = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (!entry.isIntersecting) return;
        seen.unobserve(entry.target);
        draw(within.querySelector('script[data-figure="' + entry.target.id + '"]'));
      });
    }, { rootMargin: '400px' });
    islands.forEach(function (island) {
      var plot = document.getElementById(island.getAttribute('data-figure'));
      if (plot) seen.observe(plot);
    });
  }

  function redraw() {
    if (!plotly) return;
    document.querySelectorAll('script[data-figure]').forEach(function (island) {
      var plot = document.getElementById(island.getAttribute('data-figure'));
      if (plot && plot.classList.contains('js-plotly-plot')) draw(island);
    });
  }

  // ---- theme ----
  document.addEventListener('click', function (event) {
    var turn = event.target.closest('[data-theme-turn]');
    if (turn) {
      var wish = dark() ? 'light' : 'dark';
      root.setAttribute('data-theme', wish);
      try { localStorage.setItem('theme', wish); } catch (refused) { /* for this page only */ }
      redraw();
    }
    var print = event.target.closest('[data-print]');
    if (print) { event.preventDefault(); window.print(); }
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);

  // ---- pickers submit themselves ----
  document.addEventListener('change', function (event) {
    var form = event.target.closest('form[data-auto]');
    if (form) form.submit();
  });

  // ---- paper is light and narrow, shows what a fold hides, and a table where no chart was drawn ----
  function toPaper(printing) {
    if (printing === paper) return;
    paper = printing;
    if (printing) document.querySelectorAll('main .block details').forEach(function (fold) { fold.open = true; });
    document.querySelectorAll('.plot').forEach(function (plot) {
      plot.closest('.chart').classList.toggle('told', printing && !plot.classList.contains('js-plotly-plot'));
    });
    document.querySelectorAll('.js-plotly-plot').forEach(function (plot) {
      window.Plotly.purge(plot); // what is drawn afresh stands at once and at its width
      draw(document.querySelector('script[data-figure="' + plot.id + '"]'));
    });
  }
  window.addEventListener('beforeprint', function () {
    var wish = root.getAttribute('data-theme');
    root.setAttribute('data-theme', 'light');
    toPaper(true);
    window.addEventListener('afterprint', function () {
      if (wish) root.setAttribute('data-theme', wish); else root.removeAttribute('data-theme');
      toPaper(false);
    }, { once: true });
  });
  matchMedia('print').addEventListener('change', function (change) { toPaper(change.matches); });

  // ---- a swap says so, and moves no focus ----
  document.addEventListener('htmx:afterSwap', function () {
    var said = document.getElementById('said');
    var count = document.querySelector('[data-count]');
    if (said) said.textContent = (count ? count.textContent + ' ' : '') + said.getAttribute('data-said');
  });

  // ---- j and k walk a list, / goes to the search box ----
  document.addEventListener('keydown', function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    var box = event.key === '/' && (document.querySelector('[data-find]') || document.querySelector('input[type=search]'));
    if (box) { event.preventDefault(); box.focus(); return; }
    if (event.key !== 'j' && event.key !== 'k') return;
    var links = Array.prototype.slice.call(document.querySelectorAll('[data-walk] .what a'));
    if (!links.length) return;
    var at = links.indexOf(document.activeElement);
    var next = event.key === 'j' ? Math.min(at + 1, links.length - 1) : Math.max(at - 1, 0);
    links[next].focus();
  });

  // ---- installable: the worker keeps styles and scripts, and never a page ----
  if (workerAt && 'serviceWorker' in navigator && window.isSecureContext) {
    window.addEventListener('load', function () {
      navigator.serviceWorker.register(workerAt, { scope: '/' }).catch(function () { /* as well without */ });
    });
  }

  document.querySelectorAll('[data-print]').forEach(function (link) { link.hidden = false; });
  var facets = document.querySelector('details.facets');
  if (facets && matchMedia('(max-width: 1100px)').matches) facets.open = false;
  var tab = document.querySelector('.tabs [aria-current]'); // where one is, is in sight
  if (tab) tab.parentNode.scrollLeft = tab.offsetLeft - (tab.parentNode.clientWidth - tab.offsetWidth) / 2;
  drawAll(document);
  // what nobody scrolled to is drawn when the page has nothing else to do, so that it prints
  window.addEventListener('load', function () {
    setTimeout(function () {
      document.querySelectorAll('script[data-figure]').forEach(function (island) {
        var plot = document.getElementById(island.getAttribute('data-figure'));
        if (plot && !plot.classList.contains('js-plotly-plot')) draw(island);
      });
    }, 1500);
  });
})();
