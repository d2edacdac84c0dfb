// Reads badges with the camera of the device. Every sight of a code goes to checkin.js as the event "code-in-sight".
// Where the browser reads no QR codes itself (Safari, Firefox, most desktops), a library does. It is loaded with the
// page, as the line may be down when the camera is wanted.
(() => {
  "use strict";
  const root = document.querySelector("[data-check-in]");
  if (!root) return;
  const say = root.dataset, SIDE = 480, PAUSE = 150;
  const [button, video, state] = ["camera", "video", "camera-state"]
    .map((name) => root.querySelector(`[data-part="${name}"]`));
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  let stream = null, asking = false, reader = null;

  async function loadReader() {
    let Reader = window.BarcodeDetector;
    const known = Reader ? await Reader.getSupportedFormats().catch(() => []) : [];
    if (!known.includes("qr_code")) ({ BarcodeDetector: Reader } = await import(say.readerUrl));
    reader = new Reader({ formats: ["qr_code"] });
  }
  function show(words, isTrouble) {
    state.textContent = words;
    state.className = isTrouble ? "error" : "hint";
    button.textContent = stream ? say.labelCameraOff : say.labelCameraOn;
    video.hidden = !stream;
  }
  function stop(words = say.textCameraOff, isTrouble = false) {
    if (stream) stream.getTracks().forEach((track) => track.stop());
    stream = video.srcObject = null;
    show(words, isTrouble);
  }
  function whyNot(error) {
    if (!window.isSecureContext) return say.textCameraInsecure;
    if (error.name === "NotAllowedError") return say.textCameraRefused;
    if (error.name === "NotFoundError") return say.textCameraMissing;
    return say.textNoCamera;
  }
  async function start() {
    try {
      // Without a secure line there are no devices to ask; asking all the same ends below.
      stream = await navigator.mediaDevices.getUserMedia({
        audio: false, video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
      });
    } catch (error) {
      stop(whyNot(error), true);
      return;
    }
    try {
      if (!reader) await loadReader();
    } catch {
      stop(say.textNoReader, true);
      return;
    }
    const mine = stream;
    mine.getVideoTracks()[0].addEventListener("ended", () => { if (stream === mine) stop(say.textNoCamera, true); });
    video.srcObject = mine;
    show(say.textCameraOn);
    button.scrollIntoView(); // so that the picture and what was read of it fit on a phone
    await video.play().catch(() => { if (stream === mine) stop(say.textNoCamera, true); });
    if (document.hidden && stream) stop();
    scan(mine);
  }
  // What is read is the square that is seen, so that the badge beside it is not taken.
  async function scan(mine) {
    if (stream !== mine) return;
    const side = Math.min(video.videoWidth, video.videoHeight);
    if (side) {
      const x = (video.videoWidth - side) / 2, y = (video.videoHeight - side) / 2;
      drawing.drawImage(video, x, y, side, side, 0, 0, SIDE, SIDE);
      const [found] = await reader.detect(canvas).catch(() => []);
      if (found && stream === mine) root.dispatchEvent(new CustomEvent("code-in-sight", { detail: found.rawValue }));
    }
    setTimeout(scan, PAUSE, mine);
  }

  button.addEventListener("click", async () => {
    if (asking) return;
    if (stream) { stop(); return; }
    asking = true;
    await start();
    asking = false;
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden && stream) stop(); });
  window.addEventListener("pagehide", () => { if (stream) stop(); });
  loadReader().catch(() => {}); // asked again when the camera is wanted
  button.hidden = false;
})();
