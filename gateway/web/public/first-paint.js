// Runs before the first paint, so that neither the theme nor the language flickers. The app takes over from here.
(() => {
  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const root = document.documentElement;
  root.dataset.theme = read('chatpulse.theme') === 'light' ? 'light' : 'dark';
  const language = read('chatpulse.language') ?? (navigator.language || 'ko');
  root.lang = language.startsWith('ko') ? 'ko' : 'en';
})();
