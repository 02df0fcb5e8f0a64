using Microsoft.Win32.SafeHandles;
using Pando.Domains.Guests;
using Pando.Linux.Files;
using Pando.Model.Errors;
using Pando.Qemu;
using Pando.Qmp;

namespace Pando.Domains;

/// <summary>A picture of a machine's first screen: QEMU writes it into memory that it was given, so that no file is made.</summary>
internal static class Screenshot
{
    public static async Task<ReadOnlyMemory<byte>> TakeAsync(DomainView view, RunningGuest guest, CancellationToken cancellationToken)
    {
        if (guest.Live.Definition.Devices.Videos.IsEmpty)
        {
            throw new CallerException(ErrorCodes.Domain.NoScreen, ("name", view.Name));
        }
        using var picture = MemoryFile.Create("pando-screenshot");
        // A set opens only under the very access mode of its descriptor, and QEMU wants to write.
        using var canvas = Folder.Reopen(picture, FileAccess.Write, "pando-screenshot");
        try
        {
            var set = await guest.ExecuteAsync(new AddFd(canvas), null, cancellationToken);
            try
            {
                await guest.ExecuteAsync(new Screendump($"/dev/fdset/{set.FdsetId}", "png"), null, cancellationToken);
            }
            finally
            {
                await guest.ExecuteAsync(new RemoveFd(set.FdsetId), null, CancellationToken.None);
            }
        }
        catch (QmpException e)
        {
            throw QemuErrors.Of(e, view.Name);
        }
        return ReadAll(picture);
    }

    private static byte[] ReadAll(SafeFileHandle picture)
    {
        var bytes = new byte[RandomAccess.GetLength(picture)];
        var read = RandomAccess.Read(picture, bytes, 0);
        return bytes[..read];
    }
}
