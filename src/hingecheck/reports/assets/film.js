/* A film with an exact clock: what is shown is known to the frame, and steps go frame by frame. */
"use strict";

/** The bytes of a base64 text. */
function bytesOf(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/**
 * Follows a video element.
 *
 * Times are the report's: seconds from the film's first picture. A file may begin its pictures later than its
 * clock, so where the first one stands is read from the player itself.
 */
class FilmClock {
  constructor(video, frame, duration, onTime) {
    this.video = video;
    this.frame = frame; // seconds a picture is shown, on average
    this.duration = duration;
    this.onTime = onTime;
    this.first = 0; // the film's own time of its first picture
    this.now = 0;
    this.begun = false;
    this.wanted = null; // where to go once the seek under way is done
    this.exact = "requestVideoFrameCallback" in video;
    video.addEventListener("seeked", () => this.landed());
    if (this.exact) this.follow();
    else {
      video.addEventListener("timeupdate", () => this.shown(video.currentTime));
      video.addEventListener("play", () => this.followRoughly());
    }
  }

  follow() {
    this.video.requestVideoFrameCallback((_, picture) => {
      this.shown(picture.mediaTime);
      this.follow();
    });
  }

  followRoughly() {
    this.shown(this.video.currentTime);
    if (!this.video.paused) requestAnimationFrame(() => this.followRoughly());
  }

  shown(mediaTime) {
    if (!this.begun) {
      this.begun = true;
      this.first = this.exact && this.video.paused ? mediaTime : 0;
      this.landed();
    }
    const time = mediaTime - this.first;
    const onTheWay = this.video.seeking && Math.abs(time - this.now) > 1.5 * this.frame;
    if (this.wanted !== null || onTheWay) return;
    this.now = time;
    this.onTime(this.now);
  }

  /** Another film in the same element. */
  reset() {
    this.begun = false;
    this.wanted = null;
    this.now = 0;
  }

  /** Show the picture of a time; of many calls in a row the last one counts. */
  seek(time) {
    const last = Math.max(this.duration - this.frame / 4, 0);
    this.now = Math.min(Math.max(time, 0), last);
    this.onTime(this.now);
    if (this.video.seeking || (this.exact && !this.begun)) this.wanted = this.now;
    else this.video.currentTime = this.now + this.first;
  }

  landed() {
    if (this.wanted === null) return;
    const time = this.wanted;
    this.wanted = null;
    this.video.currentTime = time + this.first;
  }

  /** One picture on (+1) or back (-1): into the middle of the time it is shown. */
  step(way) {
    this.video.pause();
    this.seek(this.now + (way > 0 ? 1.5 : -0.5) * this.frame);
  }
}
