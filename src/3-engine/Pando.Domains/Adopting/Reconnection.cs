using Microsoft.Extensions.Logging;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Domains.Adopting;

/// <summary>
/// Puts the cards of guests that were taken up back on their bridges: while no daemon looked, somebody may have removed one, and
/// it was made again.
/// </summary>
internal sealed partial class Reconnection(DomainServices services, ILogger<Reconnection> log)
{
    /// <param name="guests">Asked for one after the other: each is what it is when its turn comes.</param>
    /// <param name="cancellationToken">Ends it between two cards.</param>
    public async Task RunAsync(IEnumerable<LiveDomain> guests, CancellationToken cancellationToken)
    {
        await TidyAsync(cancellationToken);
        foreach (var definition in guests.Select(static live => live.Definition))
        {
            foreach (var card in definition.Devices.Interfaces.Items.Where(static card => card is { Source: BridgeSource or VirtualNetworkSource, TargetDevice: not null }))
            {
                await ReconnectAsync(definition, card, cancellationToken);
            }
        }
    }

    private async Task TidyAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var port in await services.Networks.TidyAsync(cancellationToken))
            {
                LogTidied(port);
            }
        }
        catch (PandoException e)
        {
            LogNotTidied(e);
        }
    }

    private async Task ReconnectAsync(DomainDefinition machine, InterfaceDevice card, CancellationToken cancellationToken)
    {
        try
        {
            // Nothing happens to one that is where it belongs.
            var request = new AttachmentRequest(machine.Name, card, services.Qemu.RunAs?.Uid) { MachineId = machine.Id };
            await services.Networks.MoveAsync(request, static _ => ValueTask.CompletedTask, cancellationToken);
            if (card.Bandwidth?.Inbound?.FloorKiB is not null)
            {
                // What is guaranteed to it stands in the bridge. It is noted already.
                await services.Networks.SetSpeedAsync(request, [], static _ => ValueTask.CompletedTask, cancellationToken);
            }
        }
        catch (CallerException e) when (e.Code == ErrorCodes.Network.CannotAttach)
        {
            // On a card of the host, by macvtap: that does not go away by itself.
        }
        catch (PandoException e)
        {
            LogNotConnected(e, card.TargetDevice!, machine.Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The port {Port} of a machine that is gone was taken out of its switch")]
    private partial void LogTidied(string port);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Ports of machines that are gone may be left in the host's switch")]
    private partial void LogNotTidied(Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The card {Card} of machine {Machine} cannot be put where it belongs: its guest is connected to nothing")]
    private partial void LogNotConnected(Exception failure, string card, string machine);
}
