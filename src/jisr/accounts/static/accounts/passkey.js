// Says on the page what would otherwise only stand in the browser's console.
document.addEventListener("allauth.error", () => {
  document.getElementById("passkey-problem").hidden = false;
});
