using System.Net.Sockets;
using System.Runtime.InteropServices;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.Linux.Sockets;
using Pando.LibvirtServer.Dispatch;

namespace Pando.LibvirtServer.Procedures;

/// <summary>Connections to a guest's displays that nobody on the network can make: viewers on the host ask for them.</summary>
internal sealed class DomainDisplayProcedures(LibvirtServices services, DomainLookup lookup)
{
    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.DomainOpenGraphics, (call, arguments) => TakeAsync(call, arguments));
        table.AddHanding(RemoteProgram.DomainOpenGraphicsFd, (call, arguments) => GiveAsync(call, arguments));
    }

    private async ValueTask<Nothing> TakeAsync(Call call, DomainOpenGraphicsArgs arguments)
    {
        if (call.Descriptors is not [var connection])
        {
            throw LibvirtRefusal.Internal("expected one file descriptor");
        }
        await OpenAsync(call, arguments.Dom, arguments.Idx, arguments.Flags, connection);
        return Nothing.Value;
    }

    private async ValueTask<Socket> GiveAsync(Call call, DomainOpenGraphicsFdArgs arguments)
    {
        var (clients, guests) = UnixPair.Open();
        using (guests)
        {
            try
            {
                await OpenAsync(call, arguments.Dom, arguments.Idx, arguments.Flags, guests.SafeHandle);
                return clients;
            }
            catch
            {
                clients.Dispose();
                throw;
            }
        }
    }

    private async Task OpenAsync(Call call, RemoteDomain domain, uint display, uint flags, SafeHandle connection)
    {
        LibvirtRefusal.UnlessFlags(flags, (uint)VirDomainOpenGraphicsFlags.Skipauth);
        var skipsPassword = ((VirDomainOpenGraphicsFlags)flags).HasFlag(VirDomainOpenGraphicsFlags.Skipauth);
        await services.Monitor.OpenDisplayAsync(lookup.Get(domain).Id, (int)Math.Min(display, int.MaxValue), connection, skipsPassword, call.Cancellation);
    }
}
