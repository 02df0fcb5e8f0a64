using Pando.Domains;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.LibvirtServer.Streams;
using Pando.Model.Errors;

namespace Pando.LibvirtServer.Procedures;

/// <summary>What is seen of a guest: its consoles, its screens.</summary>
internal sealed class DomainStreamProcedures(LibvirtServices services, DomainLookup lookup)
{
    public void AddTo(ProcedureTable table)
    {
        table.AddStream(RemoteProgram.DomainOpenConsole, (call, arguments) => ConsoleAsync(call, arguments));
        table.AddStream(RemoteProgram.DomainScreenshot, (call, arguments) => ScreenshotAsync(call, arguments));
    }

    /// <summary>It is one client's at a time whether that is asked for or not.</summary>
    private async ValueTask<StreamAnswer<Nothing>> ConsoleAsync(Call call, DomainOpenConsoleArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, (uint)(VirDomainConsoleFlags.Force | VirDomainConsoleFlags.Safe));
        var view = lookup.Get(arguments.Dom);
        RequireRunning(view);
        var force = ((VirDomainConsoleFlags)arguments.Flags).HasFlag(VirDomainConsoleFlags.Force);
        try
        {
            return new StreamAnswer<Nothing>(Nothing.Value, new ConsoleStream(await services.Domains.AttachConsoleAsync(view.Id, arguments.DevName, force, call.Cancellation)));
        }
        catch (CallerException e) when (e.Code == ErrorCodes.Domain.ConsoleInUse)
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.OperationFailed, LibvirtErrorDomain.Qemu, "Active console session exists for this domain");
        }
        catch (CallerException e) when (e.Code == ErrorCodes.Domain.NoConsole)
        {
            throw LibvirtRefusal.Internal(arguments.DevName is { } name ? $"character device {name} is not using a PTY" : "cannot find character device (null)");
        }
    }

    private async ValueTask<StreamAnswer<DomainScreenshotRet>> ScreenshotAsync(Call call, DomainScreenshotArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        var view = lookup.Get(arguments.Dom);
        RequireRunning(view);
        var screen = (int)Math.Min(arguments.Screen, int.MaxValue);
        return new StreamAnswer<DomainScreenshotRet>(
            new DomainScreenshotRet("image/png"), new BytesStream(await services.Monitor.ScreenshotAsync(view.Id, screen, call.Cancellation)));
    }

    private static void RequireRunning(DomainView view)
    {
        if (view.Live is null)
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.OperationInvalid, LibvirtErrorDomain.Qemu, "domain is not running");
        }
    }
}
