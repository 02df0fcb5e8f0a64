using Microsoft.Extensions.Logging;
using Pando.Host;

namespace Pando.Daemon.Running;

/// <summary>
/// Finds out what runs guests, and which QEMU there is, before somebody waits for it; then gives back the memory that only
/// the start needed.
/// </summary>
internal sealed partial class WarmUp(LocalHost host, ILogger<WarmUp> log)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var node = await host.NodeAsync(cancellationToken);
            Found(node.Accelerator.Accelerator == Model.Ports.Accelerator.Kvm ? "KVM" : "TCG", node.Accelerator.Reason ?? "it ran a guest", node.QemuVersion ?? "none");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
        catch (Exception failure)
        {
            NotFound(failure);
        }
        // Every definition was read, and most of that is garbage that a daemon which then idles would keep for hours.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Guests run on {Accelerator} ({Reason}); QEMU: {Version}")]
    private partial void Found(string accelerator, string reason, string version);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What runs guests could not be found out yet")]
    private partial void NotFound(Exception failure);
}
