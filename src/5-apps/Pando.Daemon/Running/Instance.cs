using Microsoft.Extensions.Logging;
using Pando.Domains;
using Pando.Host;
using Pando.Networks;
using Pando.Networks.Filters;
using Pando.Networks.OpenVSwitch;
using Pando.Rest;

namespace Pando.Daemon.Running;

/// <summary>Everything that is open, closed in reverse.</summary>
internal sealed partial class Instance(ILogger<Instance> log) : IAsyncDisposable
{
    private readonly Stack<object> _parts = new();

    /// <summary>How many running guests were taken up.</summary>
    public int Adopted { get; set; }

    /// <summary>The machines.</summary>
    public DomainRegistry Domains { get; set; } = null!;

    /// <summary>The virtual networks.</summary>
    public NetworkRegistry Networks { get; set; } = null!;

    /// <summary>What looks after machines' ports in Open vSwitch.</summary>
    public SwitchWatch SwitchPorts { get; set; } = null!;

    /// <summary>The network filters.</summary>
    public NetworkFilterRegistry NetworkFilters { get; set; } = null!;

    /// <summary>The host.</summary>
    public LocalHost Host { get; set; } = null!;

    /// <summary>The REST API.</summary>
    public RestServer Rest { get; set; } = null!;

    /// <summary>Remembers what is to be closed.</summary>
    public T Keep<T>(T part)
        where T : notnull
    {
        _parts.Push(part);
        return part;
    }

    /// <summary>Closes everything; what fails of that is logged and keeps nothing else from being closed.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
        {
            try
            {
                switch (part)
                {
                    case IAsyncDisposable later:
                        await later.DisposeAsync();
                        break;
                    case IDisposable now:
                        now.Dispose();
                        break;
                }
            }
            catch (Exception failure)
            {
                CloseFailed(failure, part.GetType().Name);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Part} could not be closed")]
    private partial void CloseFailed(Exception failure, string part);
}
