using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Networks;
using Pando.Model.Ports;
using Pando.Model.Xml.Networks;
using Pando.Networks.Dnsmasq;
using Pando.Networks.Running;
using Pando.Networks.Starting;

namespace Pando.Networks;

/// <summary>The trash of networks: a definition with its versions, out of it again or away for good.</summary>
public sealed partial class NetworkRegistry
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<TrashedDefinition>> ListTrashAsync(CancellationToken cancellationToken = default) =>
        await _services.History.ListTrashAsync(Sort, cancellationToken);

    /// <inheritdoc/>
    public async Task<NetworkView> RestoreAsync(string trashId, string? newName, Caller by, CancellationToken cancellationToken = default)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        var item = await FindInTrashAsync(trashId, cancellationToken);
        var definition = NetworkXml.Read(item.Definition.Text);
        DefinitionChange? renamed = null;
        if (newName is not null && newName != definition.Name)
        {
            // Read again, so that a name that none may have is refused as one that is defined.
            definition = NetworkXml.Read(NetworkXml.Write(definition with { Name = newName }));
            renamed = new DefinitionChange(definition.Id.Value, newName, NetworkXml.Write(definition), $"restore as {newName}", by);
        }
        RefuseTaken(definition);
        PortForwardRefusals.Check(definition, List());
        var stored = await _services.History.RestoreAsync(Sort, item.TrashId, renamed, cancellationToken);
        // One that was undefined while it was active may be so still.
        var live = _views.GetValueOrDefault(definition.Id)?.Live is { } known ? known with { Transient = false } : null;
        var view = _views[definition.Id] = new NetworkView(definition.Id, definition.Name, definition, stored.Version, live, Autostart(stored));
        if (live is not null)
        {
            LiveNetworkFile.Write(_services.Paths, live);
        }
        Publish("network.restored", view, by);
        return view;
    }

    /// <inheritdoc/>
    public async Task PurgeAsync(string trashId, Caller by, CancellationToken cancellationToken = default)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        var item = await FindInTrashAsync(trashId, cancellationToken);
        await _services.History.PurgeAsync(Sort, item.TrashId, cancellationToken);
        var id = new NetworkId(item.Definition.Id);
        // What its server remembers of guests is of the uuid, which another network may have by now, or the same again in the trash.
        if (!_views.ContainsKey(id) && (await ListTrashAsync(cancellationToken)).All(other => other.Definition.Id != item.Definition.Id))
        {
            DnsmasqServer.Forget(_services.Paths, id);
        }
        _services.Events.Publish("network.purged", id.ToString(), ("name", item.Definition.Name), ("by", by.Name));
    }

    private async Task<TrashedDefinition> FindInTrashAsync(string trashId, CancellationToken cancellationToken) =>
        (await ListTrashAsync(cancellationToken)).FirstOrDefault(item => item.TrashId == trashId)
        ?? throw new CallerException(ErrorCodes.Network.NotInTrash, ("name", trashId));
}
