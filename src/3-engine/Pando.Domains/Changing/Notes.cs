using System.Xml.Linq;
using Pando.Domains.Driving;
using Pando.Domains.Guests;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Xml;

namespace Pando.Domains.Changing;

/// <summary>Changes titles, descriptions and metadata: of the machine that runs, of its definition, or of both.</summary>
internal sealed class Notes(DomainServices services, DomainRegistry registry, DefinitionIntake intake)
{
    public async Task<OperationOutcome> SetAsync(
        DomainTask task, NoteRequest request, DomainView view, RunningGuest? guest, CancellationToken cancellationToken)
    {
        // Both are held against the rules of the format before either is changed.
        var live = request.IsLive(guest is not null) ? With(guest!.Live.Definition, request.Change) : null;
        _ = live is null ? null : DomainXml.Read(Text(live));
        if (request.IsConfig(guest is not null))
        {
            var definition = await intake.ReadAsync(Text(With(view.Asked!, request.Change)), cancellationToken);
            await registry.DefineAsync(definition, request.ExpectedVersion ?? view.Version, task.By, "describe", cancellationToken);
        }
        if (live is not null)
        {
            guest!.Record(services.Paths, guest.Live with { Definition = live });
        }
        return new OperationOutcome.Asked();
    }

    private static DomainDefinition With(DomainDefinition machine, NoteChange change) => change switch
    {
        NoteChange.Title title => machine with { Title = title.Text },
        NoteChange.Description description => machine with { Description = description.Text },
        NoteChange.Metadata metadata => machine with { Metadata = With(machine.Metadata, metadata) },
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    };

    private static EquatableArray<MetadataElement> With(EquatableArray<MetadataElement> kept, NoteChange.Metadata change)
    {
        var others = kept.Items.Where(element => element.NamespaceUri != change.NamespaceUri);
        return change.Xml is { } xml ? others.Append(new MetadataElement(change.NamespaceUri, InNamespace(xml, change))).ToEquatableArray() : others.ToEquatableArray();
    }

    /// <summary>As libvirt does it: the outermost element gets the namespace, what is in it stays as it is.</summary>
    private static string InNamespace(string xml, NoteChange.Metadata change)
    {
        var given = HostileXml.Read(xml);
        var attributes = given.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration || attribute.Name.LocalName != change.Prefix);
        return new XElement(
            (XNamespace)change.NamespaceUri + given.Name.LocalName, new XAttribute(XNamespace.Xmlns + change.Prefix, change.NamespaceUri), attributes, given.Nodes())
            .ToString(SaveOptions.DisableFormatting);
    }

    private static string Text(DomainDefinition machine) => DomainXml.Write(machine, new DomainXmlOptions { IncludeSecrets = true });
}
