// Keeps what every page is made of (styles, scripts, pictures), and one page for when there is no
// network. A page of the site, a figure or an answer is never kept: they are their reader's alone.
'use strict';
var KEPT = 'static-1';
var OFFLINE = '/static/offline.html';
var FIRST = [OFFLINE, '/static/tokens.css', '/static/app.css', '/static/theme.js', '/static/mark.svg'];

self.addEventListener('install', function (event) {
  event.waitUntil(caches.open(KEPT).then(function (kept) {
    return kept.addAll(FIRST.map(function (path) { return new Request(path, { cache: 'reload' }); }));
  }).then(function () { return self.skipWaiting(); }));
});

self.addEventListener('activate', function (event) {
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.filter(function (name) { return name !== KEPT; }).map(function (name) {
      return caches.delete(name);
    }));
  }).then(function () { return self.clients.claim(); }));
});

// A file that is named by its content is kept as it is; the one that it replaces is let go.
function named(request, url) {
  return caches.open(KEPT).then(function (kept) {
    return kept.match(request).then(function (found) {
      return found || fetch(request).then(function (answer) {
        if (answer.ok && answer.type === 'basic') {
          var copy = answer.clone();
          kept.keys().then(function (held) {
            return Promise.all(held.filter(function (one) {
              var other = new URL(one.url);
              return other.pathname === url.pathname && other.search && other.search !== url.search;
            }).map(function (one) { return kept.delete(one); }));
          }).then(function () { return kept.put(request, copy); });
        }
        return answer;
      });
    });
  });
}

self.addEventListener('fetch', function (event) {
  var request = event.request, url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname.indexOf('/static/') === 0) {
    if (url.searchParams.has('v')) { event.respondWith(named(request, url)); return; }
    event.respondWith(fetch(request).catch(function () {
      return caches.match(request, { ignoreSearch: true }).then(function (found) { return found || Response.error(); });
    }));
    return;
  }
  if (request.mode === 'navigate') {
    event.respondWith(fetch(request).catch(function () { return caches.match(OFFLINE); }));
  }
});
