"""Posts: managers confirm, add and end them; heads name a delegate; everybody keeps their own details."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from casework.views import FormPage, MakePage, reader_of
from casework.views.pages import remember_language
from casework.views.steps import ConfirmForm
from directory.actions import posts
from directory.models import Delegation, Person, Post
from directory.queries.posts import unconfirmed_posts
from directory.rules import is_manager, is_school_head
from leadership_portal import actions
from leadership_portal.forms import posts as asked

PAGE = 30


@require_safe
def list_posts(request: HttpRequest) -> HttpResponse:
    """Show managers the posts that wait to be confirmed, and those held now, found by name, address or school."""
    if not is_manager(request.user):
        raise PermissionDenied
    words = request.GET.get("q", "").strip()
    held = (
        Post.objects.on(timezone.localdate())
        .confirmed()
        .select_related("person", "school", "local_authority")
    )
    for word in words.split():
        held = held.filter(
            Q(person__first_name__icontains=word)
            | Q(person__last_name__icontains=word)
            | Q(person__email__icontains=word)
            | Q(school__name__icontains=word)
        )
    page = Paginator(held, PAGE).get_page(request.GET.get("page"))
    post: Any
    for post in page:
        post.speaks_for_school = is_school_head(request.user, post)
    query = urlencode({"q": words}) if words else ""
    context = {"waiting": unconfirmed_posts(), "page": page, "q": words, "query": query}
    return render(request, "leadership_portal/posts.html", context)


class PostPage(FormPage):
    """A form about one post; who may not do it finds nothing there."""

    permission = ""
    unconfirmed_only = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Load the post, ask who, and say in a friendly way when somebody was quicker."""
        if self.unconfirmed_only and not is_manager(request.user):
            raise Http404
        known = Post.objects.select_related("person", "school", "named_by")
        post = known.filter(pk=kwargs["pk"]).first()
        if post is None or (self.unconfirmed_only and post.confirmed_at):
            if is_manager(request.user):
                return self.moved_on()
            raise Http404
        if not request.user.has_perm(self.permission, post):
            raise Http404
        self.post_held = post
        try:
            return super().dispatch(request, *args, **kwargs)
        except posts.PostDecided:
            return self.moved_on()

    def moved_on(self) -> HttpResponse:
        messages.warning(self.request, _g("Somebody has already decided about this post."))
        return redirect("posts")

    def get_context_data(self, **context: Any) -> dict:
        """Add the post and the words of its way back."""
        return super().get_context_data(**context) | {"post": self.post_held, "back_text": _g("Posts")}

    def get_back_url(self) -> str:
        return reverse("posts")

    def get_success_url(self) -> str:
        return reverse("posts")

    def get_done(self) -> str:
        return str(self.done) % {"who": self.post_held.person}

    def form_valid(self, form: Form) -> HttpResponse:
        """Act; what the action refuses stands in the form's error summary."""
        try:
            return super().form_valid(form)
        except ValidationError as refused:
            form.add_error(None, refused)
            return self.form_invalid(form)


class ConfirmPost(PostPage):
    """A manager confirms that a person holds a post."""

    template_name = "leadership_portal/post_confirm.html"
    permission, form_class = "directory.confirm_post", ConfirmForm
    heading, button = _("Confirm this post?"), _("Confirm post")
    done = _("%(who)s is confirmed and has been told.")

    def act(self, form: Form) -> None:
        actions.confirm_post(self.post_held, by=reader_of(self.request), at=timezone.now())


class RejectPost(PostPage):
    """A manager says that a person does not hold a post."""

    template_name = "leadership_portal/post_confirm.html"
    permission, form_class = "directory.confirm_post", asked.RejectPostForm
    heading, button = _("Reject this post?"), _("Reject post")
    done = _("The post of %(who)s is rejected. Whoever named it has been told.")

    def act(self, form: Form) -> None:
        actions.reject_post(self.post_held, by=reader_of(self.request), **form.cleaned_data)


class CorrectAddress(PostPage):
    """A manager corrects the address under an unconfirmed post."""

    template_name = "leadership_portal/post_confirm.html"
    permission, form_class = "directory.confirm_post", asked.CorrectAddressForm
    heading, button = _("Correct the address"), _("Correct address")
    done = _("The address is corrected. Whatever waits for an answer is asked at the new one.")

    def act(self, form: Form) -> None:
        actions.correct_address(self.post_held, by=reader_of(self.request), **form.cleaned_data)


class EndPost(PostPage):
    """A manager ends a post."""

    permission, form_class, unconfirmed_only = "directory.end_post", asked.EndPostForm, False
    heading, button = _("End this post"), _("End post")
    done = _("The last day of %(who)s in the post is recorded.")

    def get_intro(self) -> str:
        return str(self.post_held)

    def act(self, form: Form) -> None:
        posts.end_post(self.post_held, by=reader_of(self.request), **form.cleaned_data)


class TakeUpPost(MakePage):
    """A manager records that somebody takes up a post."""

    form_class = asked.TakeUpPostForm
    heading, button = _("Add a post"), _("Add post")
    done = _("The post is recorded.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let managers in."""
        if not is_manager(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **context: Any) -> dict:
        return super().get_context_data(**context) | {"back_text": _g("Posts")}

    def get_back_url(self) -> str:
        return reverse("posts")

    def make(self, form: Form) -> object:
        """Meet the person by address and record the post."""
        given = dict(form.cleaned_data)
        names = {"first_name": given.pop("first_name"), "last_name": given.pop("last_name")}
        person = Person.objects.meet(given.pop("email"), **names)
        by = reader_of(self.request)
        return posts.take_up_post(person, given.pop("role"), by=by, at=timezone.now(), **given)

    def get_made_url(self, made: object) -> str:
        return reverse("posts")


class NameDelegate(PostPage, MakePage):
    """A head names who answers for the post for some days."""

    permission, form_class, unconfirmed_only = "directory.name_delegate", asked.NameDelegateForm, False
    heading, button = _("Name a delegate"), _("Name delegate")
    intro = _("A delegate answers for your post on the days you choose, in everything except references.")
    done = _("Your delegate is named and has been told.")

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"staff": staff_of(self.post_held)}

    def get_context_data(self, **context: Any) -> dict:
        return super().get_context_data(**context) | {"back_text": _g("About you")}

    def get_back_url(self) -> str:
        return reverse("profile")

    def get_made_url(self, made: object) -> str:
        return reverse("profile")

    def make(self, form: Form) -> None:
        actions.name_delegate(self.post_held, by=reader_of(self.request), **form.cleaned_data)


def staff_of(post: Post) -> QuerySet[Person]:
    """Return who else holds a confirmed post at the post's school today."""
    there = Post.objects.filter(school__isnull=False, school=post.school).confirmed().on(timezone.localdate())
    return Person.objects.filter(pk__in=there.values("person"), is_active=True).exclude(pk=post.person_id)


@require_POST
def end_delegation(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a delegation back."""
    delegation = get_object_or_404(Delegation.objects.select_related("post"), pk=pk)
    if not request.user.has_perm("directory.name_delegate", delegation.post):
        raise Http404
    posts.end_delegation(delegation, by=reader_of(request), on=timezone.localdate())
    messages.success(request, _g("The delegation has ended."))
    return redirect("profile")


class Profile(FormPage):
    """One's own details, posts and delegates."""

    template_name = "leadership_portal/profile.html"
    form_class = asked.ProfileForm
    heading, button, done = _("About you"), _("Save"), _("Saved.")

    def get_initial(self) -> dict:
        person = self.request.user
        return {name: getattr(person, name) for name in self.form_class.base_fields}

    def get_context_data(self, **context: Any) -> dict:
        """Add the posts this person holds, with their delegates."""
        held = Post.objects.filter(person=reader_of(self.request)).on(timezone.localdate())
        held = held.select_related("school", "local_authority").prefetch_related("delegations__delegate")
        rows = [
            {"post": post, "may_delegate": self.request.user.has_perm("directory.name_delegate", post)}
            for post in held
        ]
        return super().get_context_data(**context) | {"posts": rows, "on": timezone.localdate()}

    def act(self, form: Form) -> None:
        posts.update_profile(reader_of(self.request), by=reader_of(self.request), **form.cleaned_data)

    def form_valid(self, form: Form) -> HttpResponse:
        """Save, and speak the language just chosen from the next page on."""
        response = super().form_valid(form)
        remember_language(self.request, response, form.cleaned_data["language"])
        return response

    def get_success_url(self) -> str:
        return reverse("profile")
