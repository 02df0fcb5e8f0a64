using System.Globalization;
using System.Runtime.InteropServices;
using Pando.Domains.Guests;
using Pando.Linux.Files;
using Pando.Model.Domains;
using Pando.Qmp;

namespace Pando.Domains.Saving.Streams;

/// <summary>A file that is handed to QEMU itself.</summary>
/// <param name="Path">Its name, for the machine's confinement.</param>
/// <param name="Offset">Where the stream begins in it.</param>
/// <param name="Use">What QEMU does with it.</param>
internal sealed record HandedFile(string Path, long Offset, FileUse Use);

/// <summary>
/// QEMU's end of a stream in its hands, under the name that its migration takes. Disposed, it is taken back as far as QEMU
/// has it yet, and the machine's confinement forgets the file.
/// </summary>
internal sealed class HandedStream : IAsyncDisposable
{
    /// <summary>What the schema of a QEMU says that takes files by <c>file:</c>; sooner or later such a one takes them by <c>fd:</c> no more.</summary>
    private const string TakesFiles = "migrate.channels.addr=file";

    private readonly DomainServices _services;
    private readonly RunningGuest _guest;
    private readonly ConfinedFile? _file;
    private Func<CancellationToken, Task> _takeBack = static _ => Task.CompletedTask;

    private HandedStream(DomainServices services, RunningGuest guest, ConfinedFile? file) => (_services, _guest, _file) = (services, guest, file);

    /// <summary>How <c>migrate</c> and <c>migrate-incoming</c> call it.</summary>
    public string Uri { get; private set; } = "";

    /// <summary>Hands it over. Throws like QMP and the confinement do.</summary>
    /// <param name="services">The engine's.</param>
    /// <param name="guest">Whose QEMU gets it.</param>
    /// <param name="end">What it gets.</param>
    /// <param name="file">What that is where it is a file; null for a pipe.</param>
    /// <param name="name">How a descriptor is called.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<HandedStream> GiveAsync(
        DomainServices services, RunningGuest guest, SafeHandle end, HandedFile? file, string name, CancellationToken cancellationToken)
    {
        var handed = new HandedStream(services, guest, file is null ? null : Confined(end, file));
        try
        {
            await handed.AllowAsync(cancellationToken);
            if (file is not null && await TakesFilesAsync(services, guest, cancellationToken))
            {
                await handed.GiveInSetAsync(end, file.Offset, cancellationToken);
            }
            else
            {
                await handed.GiveByNameAsync(end, name, cancellationToken);
            }
            return handed;
        }
        catch
        {
            await handed.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _takeBack(CancellationToken.None);
        }
        catch (QmpException)
        {
            // A descriptor that was used is not there any more, and a QEMU that is gone has none.
        }
        if (_file is not null && _guest.Live.Confinement is { } confinement)
        {
            await _services.Confinement.ForbidAsync(_guest.Live.Definition.Id, confinement, _file, CancellationToken.None);
        }
    }

    private static ConfinedFile Confined(SafeHandle end, HandedFile file)
    {
        var identity = FileIdentity.Of(end);
        return new ConfinedFile(file.Path, identity.Device, identity.Inode, file.Use);
    }

    private static async Task<bool> TakesFilesAsync(DomainServices services, RunningGuest guest, CancellationToken cancellationToken)
    {
        var live = guest.Live;
        var binary = live.Definition.Devices.EmulatorPath ?? services.Qemu.Binary;
        var capabilities = await services.Capabilities.GetAsync(binary, live.Accelerator.Accelerator, cancellationToken);
        return capabilities.SchemaFacts.Contains(TakesFiles);
    }

    private async Task AllowAsync(CancellationToken cancellationToken)
    {
        if (_file is not null && _guest.Live.Confinement is { } confinement)
        {
            await _services.Confinement.AllowAsync(_guest.Live.Definition.Id, confinement, _file, cancellationToken);
        }
    }

    private async Task GiveInSetAsync(SafeHandle end, long offset, CancellationToken cancellationToken)
    {
        var set = (await _guest.ExecuteAsync(new AddFd(end), null, cancellationToken)).FdsetId;
        _takeBack = async token => await _guest.ExecuteAsync(new RemoveFd(set), null, token);
        Uri = string.Create(CultureInfo.InvariantCulture, $"file:/dev/fdset/{set},offset={offset}");
    }

    private async Task GiveByNameAsync(SafeHandle end, string name, CancellationToken cancellationToken)
    {
        await _guest.ExecuteAsync(new GetFd(end, name), null, cancellationToken);
        _takeBack = async token => await _guest.ExecuteAsync(new CloseFd(name), null, token);
        Uri = $"fd:{name}";
    }
}
