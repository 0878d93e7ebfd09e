// Before the first paint: the reader's own wish for light or dark, if there is one.
(function () {
  'use strict';
  var root = document.documentElement;
  root.classList.add('scripted');
  try {
    var wish = localStorage.getItem('theme');
    if (wish === 'dark' || wish === 'light') root.setAttribute('data-theme', wish);
  } catch (refused) { /* storage may be closed; the system's wish stands */ }
})();
