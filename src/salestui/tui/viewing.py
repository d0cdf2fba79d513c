"""How a list of customers is looked at: filtered, sorted, with which columns; and views kept under a name."""

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import work

from salestui.domain.views import Filter, Sort, View
from salestui.i18n import _, listed
from salestui.sentences import quoted
from salestui.services.desk import Desk
from salestui.tui.acting import Acting

if TYPE_CHECKING:
    from salestui.services.views import NamedView
    from salestui.tui.screens.columns import Columns


class Viewing(Acting):
    """A frame that shows a `View`; it lasts as long as the session."""

    def __init__(self) -> None:
        super().__init__()
        self.view = View()
        self.view_name: str | None = None  # of the saved view shown, as long as nothing of it was changed

    def take(self, view: View, name: str | None = None) -> None:
        """Show the list so from now on."""
        self.view, self.view_name = view, name
        self.look_again()

    # ── filter and order ─────────────────────────────────────────────────────────────────────────────────────────

    @work
    async def action_filter(self) -> None:
        """Ask which customers to list."""
        from salestui.tui.forms.filter import FilterForm

        chosen = await self.app.push_screen_wait(FilterForm(self.desk, self.view.filter))
        if chosen is not None and chosen != self.view.filter:
            self.take(replace(self.view, filter=chosen))

    def unfilter(self) -> bool:
        """Take the filter away; False where there is none."""
        if self.view.filter == Filter():
            return False
        self.take(replace(self.view, filter=Filter()))
        return True

    def action_sort(self) -> None:
        """By the next column."""
        sorts = list(Sort)
        self.sort_by(sorts[(sorts.index(self.view.sort) + 1) % len(sorts)])

    def action_sort_back(self) -> None:
        """The other way round."""
        self.take(replace(self.view, backwards=not self.view.backwards))

    def sort_by(self, sort: Sort) -> None:
        """By `sort`; the other way round where it is so already."""
        if sort is self.view.sort:
            self.action_sort_back()
        else:
            self.take(replace(self.view, sort=sort, backwards=False))

    # ── columns ──────────────────────────────────────────────────────────────────────────────────────────────────

    async def ask_columns(self) -> "Columns | None":
        """The columns that are wanted; None where nothing was chosen."""
        raise NotImplementedError

    @work
    async def action_columns(self) -> None:
        """Choose the columns."""
        chosen = await self.ask_columns()
        if chosen is not None:
            self.take(replace(self.view, columns=chosen.ids))

    # ── saved views ──────────────────────────────────────────────────────────────────────────────────────────────

    @work
    async def action_views(self) -> None:
        """Show a saved view, rename or delete one."""
        from salestui.services.views import views_of
        from salestui.tui.screens.views import Delete, Rename, Take, ViewList

        match await self.app.push_screen_wait(ViewList(views_of(self.desk), self.view_name)):
            case Take(view):
                self._show_named(view)
            case Rename(name):
                await self._rename(name)
            case Delete(name):
                await self._delete(name)

    def _show_named(self, named: "NamedView") -> None:
        self.take(named.view, named.name)
        if named.unknown:
            names = listed(named.unknown)
            self.say(
                _("left out of view {name}, not understood: {names}", name=quoted(named.name), names=names), wrong=True
            )

    @work
    async def action_save_view(self) -> None:
        """Keep filter, order and columns under a name; one of that name is replaced, after asking."""
        from salestui.services.views import views_of
        from salestui.tui.dialogs import Question

        own = {view.name for view in views_of(self.desk) if view.built_in is None}
        name = await self._ask_name(_("Save this view"), self.view_name if self.view_name in own else "")
        if name is None:
            return
        if name in own:
            question = Question(_("Replace the view {name}?", name=quoted(name)), yes=_("replace"))
            if not await self.app.push_screen_wait(question):
                return
        view = self.view

        def save(desk: Desk) -> "NamedView":
            from salestui.services import views

            return views.save_view(desk, name, view)

        if await self.write(save) is not None:
            self.view_name = name
            self.told(_("view {name} saved · {key} lists the views", name=quoted(name), key=self.key_of("views")))

    async def _rename(self, old: str) -> None:
        new = await self._ask_name(_("Rename the view {name}", name=quoted(old)), old)
        if new is None or new == old:
            return

        def rename(desk: Desk) -> str:
            from salestui.services import views

            return views.rename_view(desk, old, new)

        if await self.write(rename) is not None:
            if self.view_name == old:
                self.view_name = new
            self.told(_("view {old} is now called {new}", old=quoted(old), new=quoted(new)))

    async def _delete(self, name: str) -> None:
        from salestui.tui.dialogs import Question

        question = Question(_("Delete the view {name}?", name=quoted(name)), yes=_("delete"))
        if not await self.app.push_screen_wait(question):
            return

        def delete(desk: Desk) -> bool:
            from salestui.services import views

            views.delete_view(desk, name)
            return True

        if await self.write(delete):
            if self.view_name == name:
                self.view_name = None
            self.told(_("view {name} deleted · {key} undoes it", name=quoted(name), key=self.key_of("undo")))

    async def _ask_name(self, title: str, standing: str | None) -> str | None:
        from salestui.tui.forms.naming import NameForm

        name: str | None = await self.app.push_screen_wait(NameForm(self.desk, title, standing or ""))
        return name
