using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Domains.Consoles;

/// <summary>The consoles of one running machine, by alias.</summary>
internal sealed class ConsoleHubs : IAsyncDisposable
{
    private readonly Dictionary<string, ConsoleHub> _byAlias = new(StringComparer.Ordinal);
    private readonly ConsoleHub? _first;

    /// <summary>Told when somebody comes to one of them or leaves it.</summary>
    public Action? Changed { get; set; }

    public ConsoleHubs(DomainDefinition live, TimeProvider time)
    {
        foreach (var serial in live.Devices.Serials.Items)
        {
            Add(serial.Alias, serial.Backend, time, ref _first);
        }
        foreach (var console in live.Devices.Consoles.Items)
        {
            // The first console is the first serial port under another name: one stream, one hub.
            Add(console.Alias, console.Backend, time, ref _first);
        }
    }

    /// <summary>Connects to all of them, so that what the guest writes early is not lost.</summary>
    public void Open()
    {
        foreach (var hub in _byAlias.Values)
        {
            hub.Open();
        }
    }

    /// <summary>The alias of the first one; null where there is none.</summary>
    public string? FirstAlias => _byAlias.Where(pair => pair.Value == _first).Select(pair => pair.Key).FirstOrDefault();

    /// <summary>The aliases of those that somebody is connected to.</summary>
    public IReadOnlyCollection<string> InUse() => [.. _byAlias.Where(pair => pair.Value.InUse).Select(pair => pair.Key)];

    /// <summary>The one of that alias, or the first; null where there is none.</summary>
    public ConsoleHub? Find(string? alias) => alias is null ? _first : _byAlias.GetValueOrDefault(alias);

    public async ValueTask DisposeAsync()
    {
        foreach (var hub in _byAlias.Values)
        {
            await hub.DisposeAsync();
        }
    }

    private void Add(DeviceAlias? alias, CharacterBackend? backend, TimeProvider time, ref ConsoleHub? first)
    {
        if (alias is null || ConsoleEndpoint.Of(backend) is not { } endpoint)
        {
            return;
        }
        var same = _byAlias.Values.FirstOrDefault(hub => hub.Endpoint == endpoint);
        var hub = same ?? new ConsoleHub(endpoint, time, () => Changed?.Invoke());
        _byAlias[alias.Value.Name] = hub;
        first ??= hub;
    }
}
