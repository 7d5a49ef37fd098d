// What Swift cannot import from Pango, fontconfig and Cairo by itself: casts that are macros, and macros with arguments.
#ifndef SACCADE_CPANGO_SHIM_H
#define SACCADE_CPANGO_SHIM_H

#include <cairo.h>
#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <pango/pango.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

// Creates a font map over FreeType that looks only into `config`; the caller owns the map.
static inline PangoFontMap *saccade_font_map_new(FcConfig *config) {
    PangoFontMap *map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    if (map == NULL) return NULL;
    pango_fc_font_map_set_config((PangoFcFontMap *)map, config);
    pango_cairo_font_map_set_resolution((PangoCairoFontMap *)map, 96.0);
    return map;
}

// Returns the Cairo font of a Pango font of such a map; the Pango font owns it.
static inline cairo_scaled_font_t *saccade_scaled_font(PangoFont *font) {
    return pango_cairo_font_get_scaled_font((PangoCairoFont *)font);
}

// Returns the scalar that a glyph stands for if no face has it, or 0.
static inline unsigned int saccade_unknown_scalar(PangoGlyph glyph) {
    return (glyph & PANGO_GLYPH_UNKNOWN_FLAG) && glyph != PANGO_GLYPH_EMPTY ? glyph & ~PANGO_GLYPH_UNKNOWN_FLAG : 0;
}

static inline int saccade_is_empty_glyph(PangoGlyph glyph) { return glyph == PANGO_GLYPH_EMPTY; }

static inline void saccade_unref(void *object) { g_object_unref(object); }

static inline void *saccade_ref(void *object) { return g_object_ref(object); }

#endif
