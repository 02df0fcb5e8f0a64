using Pando.Model.Domains;
using Pando.Model.Ports;
using Pando.Model.Xml;

namespace Pando.Domains.Removing;

/// <summary>The last view of a machine that is in the trash.</summary>
internal static class TrashView
{
    public static DomainView Of(TrashedDefinition item, DateTimeOffset now)
    {
        var definition = DomainXml.Read(item.Definition.Text);
        return new DomainView(
            definition.Id, definition.Name, definition, item.Definition.Version, null, new DomainState(DomainPhase.Off, DomainPhaseReason.Unknown, now, now), false);
    }
}
