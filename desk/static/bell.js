// The gentle sound of a bell at the desk, where the browser allows one.

/** Seconds between two rings while nobody has answered. */
const AGAIN_S = 12;
const MUTED = "haohao-desk-muted";

/** @type {AudioContext | null} */
let ear = null;

/** The one way to sound; browsers count them. */
function sounding() {
  ear ??= new AudioContext();
  return ear;
}

/** Whether the browser lets this page sound; before anyone touched the page it mostly does not. */
export function maySound() {
  return sounding().state === "running";
}

/** Ask the browser for sound: only of use inside a touch or key press. */
export async function allowSound() {
  await sounding().resume();
}

/** Whether somebody switched the sound off in this tab. */
export function isMuted() {
  return sessionStorage.getItem(MUTED) === "yes";
}

/** @param {boolean} muted */
export function setMuted(muted) {
  sessionStorage.setItem(MUTED, muted ? "yes" : "no");
}

/** Two soft tones, a third apart, that nobody in the hall is startled by. */
function ding() {
  if (isMuted() || !maySound()) return;
  const at = sounding();
  for (const [start, pitch] of [[0, 784], [0.32, 659]]) {
    const tone = at.createOscillator();
    const loud = at.createGain();
    tone.frequency.value = pitch;
    loud.gain.setValueAtTime(0, at.currentTime + start);
    loud.gain.linearRampToValueAtTime(0.16, at.currentTime + start + 0.03);
    loud.gain.exponentialRampToValueAtTime(0.0008, at.currentTime + start + 0.9);
    tone.connect(loud).connect(at.destination);
    tone.start(at.currentTime + start);
    tone.stop(at.currentTime + start + 1);
  }
}

/**
 * Ring until `stop`: at once, then now and then.
 * @returns {() => void} stop
 */
export function ringOn() {
  ding();
  const again = setInterval(ding, AGAIN_S * 1000);
  return () => clearInterval(again);
}
