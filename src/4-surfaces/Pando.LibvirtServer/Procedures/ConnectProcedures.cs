using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;

namespace Pando.LibvirtServer.Procedures;

/// <summary>The connection itself.</summary>
internal sealed class ConnectProcedures(LibvirtServices services)
{
    // The library whose protocol and behaviour Pando's is: clients ask it for what they may expect.
    private const ulong LibraryVersion = 9_000_000;

    // What VIR_DRV_FEATURE_… numbers this server has: passing of descriptors, typed strings, pings, migratable definitions, callbacks by their number,
    // the closing told, changes of networks in the right order.
    private static readonly HashSet<int> Features = [8, 9, 10, 11, 14, 15, 16];

    public void AddTo(ProcedureTable table)
    {
        // Who may connect is the socket's matter: by what the kernel says of the peer.
        table.Add(RemoteProgram.AuthList, static (_, _) => new AuthListRet([AuthType.None]));
        table.Add(RemoteProgram.ConnectOpen, static (call, arguments) => Open(call, arguments));
        table.Add(RemoteProgram.ConnectClose, static (call, _) => Close(call));
        table.Add(RemoteProgram.ConnectSupportsFeature, static (_, arguments) => new ConnectSupportsFeatureRet(Features.Contains(arguments.Feature) ? 1 : 0));
        table.Add(RemoteProgram.ConnectRegisterCloseCallback, static (_, _) => Nothing.Value);
        table.Add(RemoteProgram.ConnectUnregisterCloseCallback, static (_, _) => Nothing.Value);
        table.Add(RemoteProgram.ConnectIsSecure, static (_, _) => new ConnectIsSecureRet(1));
        table.Add(RemoteProgram.ConnectGetType, static (_, _) => new ConnectGetTypeRet("QEMU"));
        table.Add(RemoteProgram.ConnectGetUri, static (call, _) => new ConnectGetUriRet(call.Session.Uri));
        table.Add(RemoteProgram.ConnectGetLibVersion, static (_, _) => new ConnectGetLibVersionRet(LibraryVersion));
        table.Add(RemoteProgram.ConnectGetVersion, async (call, _) => new ConnectGetVersionRet(await QemuVersionAsync(call.Cancellation)));
        table.Add(RemoteProgram.ConnectGetHostname, async (call, _) => new ConnectGetHostnameRet((await services.Host.NodeAsync(call.Cancellation)).HostName));
    }

    private static Nothing Open(Call call, ConnectOpenArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, (uint)(VirConnectFlags.Ro | VirConnectFlags.NoAliases));
        var uri = string.IsNullOrEmpty(arguments.Name) ? "qemu:///system" : arguments.Name;
        if (!uri.StartsWith("qemu:", StringComparison.Ordinal) && !uri.StartsWith("qemu+", StringComparison.Ordinal))
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.NoConnect, LibvirtErrorDomain.None, $"no connection driver available for {uri}");
        }
        call.Session.Open(uri, ((VirConnectFlags)arguments.Flags).HasFlag(VirConnectFlags.Ro));
        return Nothing.Value;
    }

    private static Nothing Close(Call call)
    {
        call.Session.Close();
        return Nothing.Value;
    }

    private async Task<ulong> QemuVersionAsync(CancellationToken cancellationToken)
    {
        var text = (await services.Host.NodeAsync(cancellationToken)).QemuVersion;
        return Version.TryParse(text, out var version)
            ? ((ulong)version.Major * 1_000_000) + ((ulong)version.Minor * 1_000) + (ulong)Math.Max(0, version.Build)
            : throw LibvirtRefusal.Internal("QEMU does not say its version");
    }
}
