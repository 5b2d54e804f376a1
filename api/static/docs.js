// Show the contract. It stands in a file of its own so that the page's policy needs no exception.
const place = document.getElementById("contract");

window.SwaggerUIBundle({
  url: place.dataset.contract,
  domNode: place,
  deepLinking: true,
  // The vendored page would otherwise ask a validator on the internet.
  validatorUrl: null,
  docExpansion: "list",
  // The wording of each option stands in one.
  showExtensions: true,
});
