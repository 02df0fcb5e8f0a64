using Microsoft.Extensions.Logging;
using Pando.Host;

namespace Pando.Daemon.Running;

/// <summary>Finds out what runs guests, and which QEMU there is, before somebody waits for it.</summary>
internal sealed partial class WarmUp(LocalHost host, ILogger<WarmUp> log)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var node = await host.NodeAsync(cancellationToken);
            Found(node.Accelerator.Accelerator, node.Accelerator.Reason ?? "it ran a guest", node.QemuVersion ?? "none");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The daemon stops.
        }
        catch (Exception failure)
        {
            NotFound(failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Guests run on {Accelerator} ({Reason}); QEMU: {Version}")]
    private partial void Found(Model.Ports.Accelerator accelerator, string reason, string version);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What runs guests could not be found out yet")]
    private partial void NotFound(Exception failure);
}
