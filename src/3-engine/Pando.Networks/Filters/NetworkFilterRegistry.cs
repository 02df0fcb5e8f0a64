using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.NetworkFilters;
using Pando.Model.Ports;
using Pando.Model.State;
using Pando.Model.Xml.NetworkFilters;
using Pando.Networks.Filters.Compiling;

namespace Pando.Networks.Filters;

/// <summary>
/// The network filters of this host, and the interfaces that stand behind them. One thing is changed after the other: filters take each
/// other in, and all interfaces' rules are one table.
/// </summary>
public sealed partial class NetworkFilterRegistry : INetworkFilters, IDisposable
{
    internal const string Sort = "nwfilter";

    private readonly ConcurrentDictionary<NetworkFilterId, NetworkFilterView> _views = new();
    private readonly SemaphoreSlim _lane = new(1, 1);
    private readonly NetworkServices _services;
    private readonly INetworks _networks;
    private readonly ILogger _log;

    /// <summary>Makes an empty one; <see cref="OpenAsync"/> fills it.</summary>
    public NetworkFilterRegistry(NetworkServices services, INetworks networks)
    {
        ArgumentNullException.ThrowIfNull(services);
        (_services, _networks) = (services, networks);
        _log = services.Loggers.CreateLogger<NetworkFilterRegistry>();
    }

    /// <inheritdoc/>
    public IReadOnlyList<NetworkFilterView> List() => [.. _views.Values.OrderBy(static view => view.Name, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public NetworkFilterView? Find(string nameOrId) =>
        _views.Values.FirstOrDefault(view => view.Name == nameOrId)
        ?? (NetworkFilterId.TryParse(nameOrId, out var id) ? _views.GetValueOrDefault(id) : null);

    /// <inheritdoc/>
    public NetworkFilterView Get(string nameOrId) => Find(nameOrId) ?? throw NotFound(nameOrId);

    /// <inheritdoc/>
    public ILookup<string, (string Machine, string Device)> Behind() =>
        FilteredCardFile.All(_services.Paths).GroupBy(static card => card.Filter.Filter, StringComparer.Ordinal)
            .SelectMany(group => FilterTree.Names(group.Key, Known).SelectMany(name => group.Select(card => (Name: name, Card: card))))
            .ToLookup(static pair => pair.Name, static pair => (pair.Card.Machine, pair.Card.Device), StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<NetworkFilterView> DefineAsync(
        string xml, int? expectedVersion, Caller by, string change = "define", CancellationToken cancellationToken = default)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        var definition = NetworkFilterXml.Read(xml, name => Find(name)?.Id);
        RefuseTaken(definition);
        var find = With(definition);
        FilterTree.RefuseLoop(definition, find);
        var ruleset = await TryOutAsync(definition.Name, find, cancellationToken);
        var view = await StoreAsync(definition, expectedVersion, by, change, cancellationToken);
        Publish("nwfilter.defined", view, by);
        if (ruleset is not null)
        {
            await ApplyAsync(ruleset, cancellationToken);
        }
        return view;
    }

    /// <inheritdoc/>
    public async Task UndefineAsync(NetworkFilterId id, int? expectedVersion, Caller by, CancellationToken cancellationToken = default)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        var view = View(id);
        if (_views.Values.FirstOrDefault(other => other.Definition.Includes.Any(include => include.Reference.Filter == view.Name)) is { } outer)
        {
            throw InUse(view, outer.Name);
        }
        if (LiveCards().FirstOrDefault(card => card.Filter.Filter == view.Name) is { } card)
        {
            throw InUse(view, $"{card.Machine} ({card.Device})");
        }
        try
        {
            await _services.History.TrashAsync(Sort, id.Value, Guid.NewGuid().ToString("N")[..12], by, [], expectedVersion, cancellationToken);
        }
        catch (CallerException e) when (e.Code == ErrorCodes.State.Conflict)
        {
            throw ChangedMeanwhile(e, view.Name);
        }
        _views.TryRemove(id, out _);
        Publish("nwfilter.undefined", view, by);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DefinitionVersion>> VersionsAsync(NetworkFilterId id, CancellationToken cancellationToken = default)
    {
        _ = View(id);
        return await _services.History.VersionsAsync(Sort, id.Value, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _lane.Dispose();

    private async Task<NetworkFilterView> StoreAsync(NetworkFilterDefinition definition, int? expectedVersion, Caller by, string change, CancellationToken cancellationToken)
    {
        try
        {
            var stored = await _services.History.PutAsync(
                Sort, new DefinitionChange(definition.Id.Value, definition.Name, NetworkFilterXml.Write(definition), change, by), expectedVersion, cancellationToken);
            return _views[definition.Id] = new NetworkFilterView(definition, stored.Version);
        }
        catch (CallerException e) when (e.Code == ErrorCodes.State.Conflict)
        {
            throw ChangedMeanwhile(e, definition.Name);
        }
    }

    private NetworkFilterDefinition? Known(string name) => _views.Values.FirstOrDefault(view => view.Name == name)?.Definition;

    private Func<string, NetworkFilterDefinition?> With(NetworkFilterDefinition definition) => name => name == definition.Name ? definition : Known(name);

    private static bool IsMadeOf(FilteredCard card, string filter, Func<string, NetworkFilterDefinition?> find) => FilterTree.Names(card.Filter.Filter, find).Contains(filter);

    private NetworkFilterView View(NetworkFilterId id) => _views.GetValueOrDefault(id) ?? throw NotFound(id.ToString());

    private void RefuseTaken(NetworkFilterDefinition definition)
    {
        if (_views.Values.FirstOrDefault(view => view.Name == definition.Name && view.Id != definition.Id) is { } named)
        {
            throw new CallerException(ErrorCodes.NetworkFilter.NameTaken, ("filter", named.Name), ("uuid", named.Id.ToString()));
        }
        // Interfaces and filters know it by its name: that is not changed.
        if (_views.TryGetValue(definition.Id, out var same) && same.Name != definition.Name)
        {
            throw new CallerException(ErrorCodes.NetworkFilter.UuidTaken, ("uuid", definition.Id.ToString()), ("filter", same.Name));
        }
    }

    private void Publish(string type, NetworkFilterView view, Caller by) => _services.Events.Publish(type, view.Id.ToString(), ("name", view.Name), ("by", by.Name));

    private static CallerException NotFound(string name) => new(ErrorCodes.NetworkFilter.NotFound, ("filter", name));

    private static CallerException InUse(NetworkFilterView view, string by) => new(ErrorCodes.NetworkFilter.InUse, ("filter", view.Name), ("by", by));

    private static CallerException ChangedMeanwhile(Exception e, string name) => new(ErrorCodes.NetworkFilter.ChangedMeanwhile, e, ("filter", name));

    private async Task<Turn> TakeTurnAsync(CancellationToken cancellationToken)
    {
        await _lane.WaitAsync(cancellationToken);
        return new Turn(_lane);
    }

    private readonly struct Turn(SemaphoreSlim lane) : IDisposable
    {
        public void Dispose() => lane.Release();
    }
}
