using Pando.Domains.Tests.Machines;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Xml;

namespace Pando.Domains.Tests.Changing;

public class NotesTests
{
    private const string Uri = "http://example.org/backup";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<DomainView> NoteAsync(Engine engine, DomainId id, NoteChange change, ChangeScope scope) =>
        engine.Domains.Request(id, new NoteRequest(change, scope), Caller.Daemon).Completion.WaitAsync(Engine.Limit, Ct);

    [Fact]
    public async Task Texts_are_changed_where_it_runs_and_in_its_definition()
    {
        await using var engine = await Engine.OpenAsync();
        var view = await engine.Domains.DefineAsync(Definitions.Empty("one"), null, Caller.Daemon);
        await engine.Domains.Request(view.Id, new StartRequest(Paused: true), Caller.Daemon).Completion.WaitAsync(Engine.Limit, Ct);
        await NoteAsync(engine, view.Id, new NoteChange.Title("The shop"), ChangeScope.Live);
        var both = await NoteAsync(engine, view.Id, new NoteChange.Description("Sells <things>\nand more"), ChangeScope.Live | ChangeScope.Config);
        Assert.Equal(("The shop", null), (both.Live!.Definition.Title, both.Asked!.Title));
        Assert.Equal(("Sells <things>\nand more", "Sells <things>\nand more"), (both.Live.Definition.Description, both.Asked.Description));
        Assert.Null((await NoteAsync(engine, view.Id, new NoteChange.Description(null), ChangeScope.Config)).Asked!.Description);
        var refusal = await Assert.ThrowsAnyAsync<CallerException>(() => NoteAsync(engine, view.Id, new NoteChange.Title("two\nlines"), ChangeScope.Live));
        Assert.StartsWith("definition.", refusal.Code.Name, StringComparison.Ordinal);
        Assert.Equal("The shop", engine.Domains.Get("one").Live!.Definition.Title);
    }

    [Fact]
    public async Task Metadata_is_kept_under_its_namespace_once()
    {
        await using var engine = await Engine.OpenAsync();
        var view = await engine.Domains.DefineAsync(Definitions.Empty("one"), null, Caller.Daemon);
        await NoteAsync(engine, view.Id, new NoteChange.Metadata(Uri, "b", "<plan when='daily'><keep>3</keep></plan>"), ChangeScope.Config);
        var kept = Assert.Single((await NoteAsync(engine, view.Id, new NoteChange.Metadata(Uri, "b", "<plan><keep>4</keep></plan>"), ChangeScope.Config)).Asked!.Metadata.Items);
        Assert.Equal((Uri, "plan", "4"), (kept.NamespaceUri, kept.Read().Name.LocalName, kept.Read().Element("keep")!.Value));
        Assert.Contains("<b:plan xmlns:b=", DomainXml.Write(engine.Domains.Get("one").Asked!), StringComparison.Ordinal);
        Assert.True((await NoteAsync(engine, view.Id, new NoteChange.Metadata(Uri, "", null), ChangeScope.Config)).Asked!.Metadata.IsEmpty);
        await Assert.ThrowsAnyAsync<CallerException>(() => NoteAsync(engine, view.Id, new NoteChange.Metadata(Uri, "b", "<plan>"), ChangeScope.Config));
    }
}
