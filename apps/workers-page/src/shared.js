let total = 0;

function increase(by) {
  total += by;
  return total;
}

self.addEventListener('connect', function onConnect({ ports: [port] }) {
  port.onmessage = function onIncrease({ data }) {
    port.postMessage(increase(data));
  };
});
