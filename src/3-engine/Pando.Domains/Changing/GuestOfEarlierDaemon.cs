using System.Threading.Channels;
using Pando.Domains.Adopting;
using Pando.Domains.Driving;
using Pando.Domains.Guests;
using Pando.Model.Domains;

namespace Pando.Domains.Changing;

/// <summary>
/// The process of a machine while jobs of an earlier daemon are undone: before anybody drives it. It hears what QEMU
/// says, and nobody else does.
/// </summary>
internal static class GuestOfEarlierDaemon
{
    /// <summary>Null where the machine runs no more, or its record cannot be read. To be disposed, which leaves the process.</summary>
    public static async Task<RunningGuest?> FindAsync(DomainServices services, DomainId id, CancellationToken cancellationToken)
    {
        if (await new Adoption(services).FindAsync(id, cancellationToken) is not { Guest: var guest })
        {
            return null;
        }
        guest.ReportTo(Channel.CreateUnbounded<DriverMessage>().Writer);
        return guest.IsRecorded ? guest : null;
    }
}
