using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Pando.Domains.Guests;
using Pando.Linux.Files;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qmp;

namespace Pando.Domains.Monitor;

/// <summary>A picture of one of a machine's screens: QEMU writes it into memory that it was given, so that no file is made.</summary>
internal static class Screenshot
{
    public static async Task<ReadOnlyMemory<byte>> TakeAsync(DomainView view, RunningGuest guest, int screen, CancellationToken cancellationToken)
    {
        var (device, head) = Find(view.Name, [.. guest.Live.Definition.Devices.Videos], screen);
        using var picture = MemoryFile.Create("pando-screenshot");
        // A set opens only under the very access mode of its descriptor, and QEMU wants to write.
        using var canvas = Folder.Reopen(picture, FileAccess.Write, "pando-screenshot");
        var set = await guest.ExecuteAsync(new AddFd(canvas), null, cancellationToken);
        try
        {
            await guest.ExecuteAsync(new Screendump($"/dev/fdset/{set.FdsetId}", "png", device, head), null, cancellationToken);
        }
        finally
        {
            await guest.ExecuteAsync(new RemoveFd(set.FdsetId), null, CancellationToken.None);
        }
        return ReadAll(picture);
    }

    /// <summary>The card by its alias and the head; the first screen of all is QEMU's own default.</summary>
    internal static (string? Device, int? Head) Find(string machine, IReadOnlyList<VideoDevice> cards, int screen)
    {
        if (cards.Count == 0)
        {
            throw new CallerException(ErrorCodes.Domain.NoScreen, ("name", machine));
        }
        if (screen == 0)
        {
            return (null, null);
        }
        var before = 0;
        foreach (var card in cards)
        {
            if (screen >= before && screen - before < Heads(card))
            {
                return (card.Alias?.Name, screen - before);
            }
            before += Heads(card);
        }
        throw new CallerException(ErrorCodes.Domain.NoSuchScreen, ("name", machine), ("screen", Text(screen)), ("count", Text(before)));
    }

    private static int Heads(VideoDevice card) => card.Heads ?? 1;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static byte[] ReadAll(SafeFileHandle picture)
    {
        var bytes = new byte[RandomAccess.GetLength(picture)];
        var read = RandomAccess.Read(picture, bytes, 0);
        return bytes[..read];
    }
}
