"""The plugin `helpwright/articles`: the content model, permanent links, audience, page views."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from helpwright.articles import categories, links, snippets
from helpwright.articles.headings import without_heading
from helpwright.articles.model import Article, Content, Settings
from helpwright.articles.rendering import ClassesForAlignment, slug
from helpwright.articles.views import Shelf
from helpwright.errors import Finding, HelpwrightError, Severity
from helpwright.mkdocs_plugins import (
    ahead,
    article_checks,
    assets,
    companions,
    contact_data,
    drawing,
    feedback,
    generated,
    link_keeping,
    markdown_pages,
    page_parts,
    page_views,
    permanence,
    plain_pages,
    publishing,
    recording,
    reporting,
    selection,
)
from helpwright.mkdocs_plugins.articles_config import ArticlesConfig, settings
from helpwright.mkdocs_plugins.overrides import Overrides, from_environment, merged
from helpwright.mkdocs_plugins.places import base_folder
from helpwright.mkdocs_plugins.standing_pages import StandingPages, Stands
from helpwright.mkdocs_plugins.surveys import Surveys
from helpwright.permalinks.ledger import Ledger
from helpwright.permalinks.redirects import Plan
from helpwright.permalinks.resolver import Resolver, resolve_hrefs
from helpwright.permalinks.urls import page_url
from helpwright.rebuilds import kept, workers
from helpwright.rebuilds.kept import Kept
from helpwright.rebuilds.record import FOLDER, Run
from helpwright.search.related import compare


class ArticlesPlugin(BasePlugin[ArticlesConfig]):
    """Reads, checks and filters articles, and tells the theme what to show."""

    overrides = Overrides()
    run: Run | None = None
    is_fresh = False
    is_overtaken = False
    whole_because = ""
    workers: int | None = None
    settings: Settings
    content: Content
    shelf: Shelf
    kept: Kept
    surveys: Surveys

    def __init__(self) -> None:
        self.command = "build"
        self.publication: publishing.Publication | None = None
        self.recorder: recording.Recorder | None = None
        self._forget()

    def _forget(self) -> None:
        self.findings: list[Finding] = []
        self.published: dict[str, Article] = {}
        self.urls: dict[str, str] = {}
        self.hrefs: dict[str, str] = {}
        self.hidden: dict[str, str] = {}
        self.made: dict[str, generated.Generated] = {}
        self.rendered: dict[str, links.Rendered] = {}
        self.views: page_views.Views | None = None
        self.parts: page_parts.Parts | None = None
        self.standing_pages: StandingPages | None = None
        self.stands: Stands | None = None
        self.related: tuple[str, ...] = ()
        self.files = Files([])
        self.contact_url = ""
        self.ledger = Ledger()
        self.has_ledger = False
        self.resolver = Resolver(())
        self.plan = Plan()
        self.shared: markdown_pages.Shared | None = None
        self.comparison = compare((), {})

    def read_settings(self, config: MkDocsConfig) -> Settings:
        """The settings of this run.

        Raises:
            InputError: if an option cannot be used.
        """
        self.workers = workers.asked_for()
        chosen = merged(self.overrides, from_environment())
        return settings(self.config, chosen, directory_urls=config.use_directory_urls)

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember the command: a writer who looks at the site sees it mistakes and all."""
        self.command = command

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Turn off what would say a second time, without its place, what is found here."""
        self._forget()
        try:
            self.settings = self.read_settings(config)
        except HelpwrightError as error:
            raise PluginError(str(error)) from None
        self.kept = Kept(base_folder(config) / FOLDER / kept.NAME, fresh=self.is_fresh)
        for level in ("not_found", "anchors", "absolute_links", "unrecognized_links"):
            config.validation.links[level] = 10
        config.mdx_configs.setdefault("toc", {}).setdefault("slugify", slug)
        markdown_pages.highlight_with_classes(config)
        assets.add_style(config, "articles/articles.css")
        # Python-Markdown takes extension objects too; MkDocs' annotation knows names only.
        config.markdown_extensions.append(ClassesForAlignment())  # type: ignore[arg-type]
        return config

    @event_priority(100)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Build beside the site, so that a failed or killed build leaves it as it was."""
        standing = None
        if self.run:
            self.recorder = recording.Recorder(config, self.run)
            if not self.is_fresh:
                standing = self.recorder.standing(config)
            if not self.recorder.reason:
                self.standing_pages = StandingPages(config, self.settings, self.run, self.kept)
                self.standing_pages.begin(standing)
        if self.run or self.command != "serve":
            self.publication = publishing.begin(config, standing)

    @event_priority(50)
    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Read the content, take out what this audience does not see, add made pages."""
        self.content, self.published, self.hidden = selection.select(
            files, config, self.settings, {self.config.ledger}, self.kept
        )
        self.hrefs = {article.id: article.url for article in self.published.values()}
        self.urls = {name: page_url(href) for name, href in self.hrefs.items()}
        tree = categories.plant(self.content, self.published.values())
        urls = {
            folder: generated.category_url(folder, directory_urls=config.use_directory_urls)
            for folder in tree.categories
        }
        self.shelf = Shelf(tree, urls, self.content.categories, self.config.category_page_size)
        if any(self.config.contact.values()):
            self.contact_url = "contact/" if config.use_directory_urls else "contact.html"
        self.made = {
            page.path: page
            for page in generated.plan(
                self.shelf,
                set(files.src_uris) | companions.reserved_pages(config),
                contact=bool(self.contact_url),
                site_name=config.site_name,
            )
        }
        for page in self.made.values():
            generated.add(files, config, page)
        assets.publish(files, config, "articles")
        if self.contact_url:
            assets.publish(files, config, "contact")
        feedback.publish(files, config)
        self.ledger, found = permanence.read(Path(config.docs_dir) / self.config.ledger)
        self.findings += found
        self.has_ledger = bool(self.ledger.entries or found)
        # Hidden ones too: a link to one of them is no broken link, but one to take out.
        targets = permanence.article_targets(self.content.articles, self.content, {})
        self.resolver = permanence.resolver(self.ledger, targets, config, self.config.hosts)
        self.surveys = Surveys(config, self.kept)
        self.shared = markdown_pages.add(files, config, self.kept)
        if self.shared is not None:
            for path, header in self.content.headers.items():
                if path in self.published:
                    self.shared.read[path] = header, self.published[path].body
            self.content.headers.clear()
            texts = ahead.texts(self.published, self.content, self.settings, config)
            ahead.begin(self.shared, files, texts, self.workers)
        return files

    @event_priority(100)
    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give the pages that are made here their titles from a configured navigation."""
        markdown_pages.entitle(config.nav, files)
        return nav

    @event_priority(50)
    def on_page_markdown(
        self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Fill in snippets and variables, and give other plugins clean metadata."""
        article = self.published.get(page.file.src_uri)
        if article is None:
            self.findings += selection.check_foreign(page, self.settings)
            return markdown
        trail = self.shelf.tree.trail(article.folder)
        page.meta["title"] = article.title
        page.meta["helpwright"] = article
        page.meta["category_title"] = trail[0].title if trail else ""
        if article.description:
            page.meta["description"] = article.description
        expansion = snippets.expand(article, self.content.snippets, self.settings.variables)
        self.findings += expansion.findings
        if self.recorder and expansion.used:
            self.recorder.included[article.path] = expansion.used
        return expansion.text

    @event_priority(-50)
    def on_page_content(
        self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Resolve permanent links and note all others; the theme prints the title itself."""
        article = self.published.get(page.file.src_uri)
        if article is None and page.file.src_uri not in self.made:
            return html
        html, _ = resolve_hrefs(
            html, page_url=page.url, resolver=self.resolver, urls=self.urls, hrefs=self.hrefs
        )
        if article is not None:
            self.rendered[article.path] = self.surveys.of(page, article, html)
        if config.theme.name == "helpwright":
            return without_heading(html)
        if article is not None and not article.is_index:
            view = feedback.view(config, asks=self.config.feedback)
            html += plain_pages.feedback(view, article.id, page.url, config, self.contact_url)
        return html

    @event_priority(-100)
    def on_env(
        self, env: jinja2.Environment, /, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Check links, prepare the pages' views, and stop if something must not be published."""
        if self.shared is not None:
            self.shared.stop()
        self.surveys.close()
        self.kept.rest()
        self.findings += article_checks.check(self, files)
        self.parts = page_parts.prepare(env, config, files, self.kept)
        self.findings += page_views.drop_unknown_templates(env, files)
        self.findings += page_views.check_layout(env, config)
        self.plan = link_keeping.plan(self, config, files)
        self.findings += self.plan.findings
        link_keeping.insert_aliases(files, self.plan)
        self.files = files
        if config.theme.name != "helpwright":
            plain_pages.fill(drawing.views(self, config), files, self.made, config)
        self.findings = sorted(set(self.findings))
        reporting.report(self.findings, "articles")
        errors = [finding for finding in self.findings if finding.severity is Severity.ERROR]
        # A writer at work sees the rest of the site; what is broken is hidden and in the log.
        if errors and self.command != "serve":
            count = "one error" if len(errors) == 1 else f"{len(errors)} errors"
            raise PluginError(f"{count} in the content; nothing was published")
        return env

    def on_page_context(
        self, context: TemplateContext, /, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Give the template the page's view as `hw`."""
        # A template's context holds what plugins add; MkDocs' type lists its own keys only.
        context.update(drawing.given(self, context, page, config))  # type: ignore[typeddict-item]
        return context

    def on_template_context(
        self, context: TemplateContext, /, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Give the 404 page its view as `hw`."""
        if template_name == "404.html":
            view = drawing.views(self, config).not_found()
            context["hw"] = view  # type: ignore[typeddict-unknown-key]
        return context

    @event_priority(-9000)
    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        """Note where the text of an article stands; a page that stands as it is stays."""
        return drawing.written(self, output, page, config)

    @event_priority(-1000)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the redirects, scan the finished site, and put it in the place of the last."""
        self.kept.rest()
        publication = self.publication
        permanence.write_pages(self.plan, config, publication.keeps if publication else None)
        contact_data.write(config)
        secrets = list(article_checks.secrets(self, config))
        scanned = self.recorder.scanned if self.recorder else publishing.Scanned()
        if self.settings.audience == "public" and publication is not None:
            found = publication.leaks(secrets, self.plan, scanned)
            self.findings += found
            reporting.report(found, "articles")
            if found:
                raise PluginError("the site would show what is internal; nothing was published")
        if self.standing_pages and publication and self.recorder:
            places, items = self.recorder.places, self.recorder.items
            self.standing_pages.leave(publication.stage.folder, places, items)
        if publication is not None:
            self.publication = None
            try:
                publication.publish()
            finally:
                self.is_overtaken = publication.is_overtaken
        if self.recorder is not None:
            recorder, self.recorder = self.recorder, None
            recorder.stop()
            recorder.leave(config, self, secrets)
            recorder.close()
            self.whole_because = recorder.reason
        self.kept.rest()
        if self.shared is not None:
            self.shared.attic.clear()

    def on_build_error(self, *, error: Exception) -> None:
        """Leave the last good site as it was."""
        self.abandon()

    def abandon(self) -> None:
        """Throw away the build under way, if there is one."""
        if self.shared is not None:
            self.shared.stop()
            self.shared.attic.clear()
        if self.recorder is not None:
            self.recorder.stop()
            self.recorder.close()
            self.recorder = None
        if self.publication is not None:
            publication, self.publication = self.publication, None
            publication.abandon()
