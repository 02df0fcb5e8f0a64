using Microsoft.Extensions.Logging;
using Pando.Domains.Driving;
using Pando.Model;
using Pando.Model.Errors;

namespace Pando.Domains.Following;

/// <summary>
/// Hears of USB devices that come to the host and leave it, and has the machines that they are for follow. It looks now
/// and then without being told, too: for a machine that was busy, and for what happened while nobody listened.
/// </summary>
internal sealed partial class UsbWatch(DomainRegistry registry, DomainServices services)
{
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(10);
    private readonly ILogger _log = services.Loggers.CreateLogger<UsbWatch>();

    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(ListenAsync(cancellationToken), LookAroundAsync(cancellationToken));

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var _ in services.HostDevices.WatchUsbAsync(cancellationToken))
            {
                Look();
            }
        }
        catch (OperationCanceledException)
        {
            // Closing.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogDeaf(e);
        }
    }

    private async Task LookAroundAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Now, services.Time);
        try
        {
            do
            {
                Look();
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // Closing.
        }
    }

    private void Look()
    {
        foreach (var driver in registry.Drivers)
        {
            if (driver.Guest is { IsRecorded: true, Live: var live }
                && (UsbPresence.Left(live, services.HostDevices).Count > 0 || UsbPresence.Returned(live, services.HostDevices).Count > 0))
            {
                Follow(driver);
            }
        }
    }

    private void Follow(DomainDriver driver)
    {
        try
        {
            _ = driver.Request(new FollowUsbRequest(), Caller.Daemon);
        }
        catch (CallerException)
        {
            // It starts, ends or is being saved: the next look finds it.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The kernel tells nothing of USB devices; machines are looked at now and then only")]
    private partial void LogDeaf(Exception failure);
}
