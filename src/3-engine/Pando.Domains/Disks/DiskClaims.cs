using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Domains.Disks;

/// <summary>
/// Which running machine has which file, by device and inode: two names of one file are one file. QEMU locks images
/// too, but says so only after everything else was set up, and not which machine it is.
/// </summary>
internal sealed class DiskClaims
{
    private readonly Lock _gate = new();
    private readonly Dictionary<DomainId, Claim> _byMachine = [];

    private sealed record Claim(string Name, IReadOnlyList<HeldFile> Files);

    /// <summary>Claims all or nothing, beside what the machine has. Throws <c>domain.disk-in-use</c> with the machine that stands in the way.</summary>
    public void Take(DomainId id, string name, IReadOnlyList<HeldFile> files)
    {
        lock (_gate)
        {
            foreach (var file in files)
            {
                if (HolderAgainst(id, file) is { } holder)
                {
                    throw new CallerException(ErrorCodes.Domain.DiskInUse, ("name", name), ("path", file.Path), ("holder", holder));
                }
            }
            _byMachine[id] = new Claim(name, [.. _byMachine.GetValueOrDefault(id)?.Files ?? [], .. files]);
        }
    }

    /// <summary>Claims without asking: for a machine that has them already.</summary>
    public void Adopt(DomainId id, string name, IReadOnlyList<HeldFile> files)
    {
        lock (_gate)
        {
            _byMachine[id] = new Claim(name, files);
        }
    }

    /// <summary>Gives up whatever the machine has claimed.</summary>
    public void Release(DomainId id)
    {
        lock (_gate)
        {
            _byMachine.Remove(id);
        }
    }

    /// <summary>Gives up some of it; what the machine holds twice it still holds once.</summary>
    public void Release(DomainId id, IReadOnlyList<HeldFile> files)
    {
        lock (_gate)
        {
            if (_byMachine.TryGetValue(id, out var claim))
            {
                var left = claim.Files.ToList();
                foreach (var file in files)
                {
                    left.Remove(file);
                }
                _byMachine[id] = claim with { Files = left };
            }
        }
    }

    private string? HolderAgainst(DomainId id, HeldFile wanted) =>
        _byMachine.Where(entry => entry.Key != id)
            .FirstOrDefault(entry => entry.Value.Files.Any(held => IsSame(held, wanted) && !CanShare(held.Use, wanted.Use)))
            .Value?.Name;

    private static bool IsSame(HeldFile a, HeldFile b) => a.Device == b.Device && a.Inode == b.Inode;

    private static bool CanShare(FileUse a, FileUse b) =>
        a == b && a is (FileUse.Read or FileUse.SharedWrite);
}
