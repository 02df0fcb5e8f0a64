using System.Text.Json.Nodes;
using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;
using Pando.Qmp;

namespace Pando.Qemu.HotPlug;

/// <summary>Changes the medium of a drive whose tray is open.</summary>
public static class DriveMedium
{
    /// <summary>Takes the medium out.</summary>
    /// <returns>The files that were open for it.</returns>
    /// <exception cref="QmpException">QEMU refused or did not answer.</exception>
    public static async Task<IReadOnlyList<string>> RemoveAsync(IQmpExecutor qemu, DiskDevice drive, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(qemu);
        ArgumentNullException.ThrowIfNull(drive);
        await qemu.ExecuteAsync(new BlockdevRemoveMedium(ArgumentContext.Alias(drive)), null, cancellationToken);
        return await DeviceNodes.RemoveAsync(qemu, drive.TargetName + "-", cancellationToken);
    }

    /// <summary>Puts the medium in that the drive has in the request.</summary>
    /// <param name="qemu">The machine.</param>
    /// <param name="request">As for <see cref="PlugPlan"/>, with the drive alone.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="QmpException">QEMU refused or did not answer.</exception>
    public static async Task InsertAsync(IQmpExecutor qemu, CommandLineRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(qemu);
        IReadOnlyList<PlugCommand> commands = PlugPlan.Of(request).Commands;
        JsonObject drive = commands.OfType<AddDevice>().Single().Options;
        var done = new Stack<PlugCommand>();
        try
        {
            foreach (PlugCommand command in commands.Where(command => command is not (AddDevice or Tell)))
            {
                await command.DoAsync(qemu, cancellationToken);
                done.Push(command);
            }

            if (drive["drive"]?.GetValue<string>() is { } node)
            {
                await qemu.ExecuteAsync(new BlockdevInsertMedium(drive["id"]!.GetValue<string>(), node), null, cancellationToken);
            }
        }
        catch (QmpErrorException)
        {
            foreach (PlugCommand command in done)
            {
                await command.UndoAsync(qemu, CancellationToken.None);
            }

            throw;
        }
    }
}
