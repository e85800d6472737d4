// The player: a stretch is played and then it stops.
import { byId } from "./talk.js";

const player = byId("player");
let until = Infinity;

export const play = (start, end) => {
  if (!player) return;
  until = Infinity;
  player.currentTime = Math.max(0, start);
  until = end;
  player.play().catch(() => {});
};

export const whenHeard = (tell) => {
  if (!player) return;
  const look = () => {
    if (player.currentTime >= until) {
      player.pause();
      until = Infinity;
    }
    tell(player.currentTime);
  };
  player.addEventListener("timeupdate", look);
  player.addEventListener("seeking", () => tell(player.currentTime));
  // Four times a second is too seldom for a stretch of two seconds.
  const tick = () => {
    if (!player.paused && until < Infinity) look();
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
};
