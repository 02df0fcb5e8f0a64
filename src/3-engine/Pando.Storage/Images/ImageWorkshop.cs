using Pando.Linux.Users;
using Pando.Storage.FileSystems;
using Pando.Storage.Images.Store;
using Pando.Storage.Programs;

namespace Pando.Storage.Images;

/// <summary>What the jobs that make guest images work with.</summary>
internal sealed record ImageWorkshop(
    StorageSettings Settings, WorkFolders Work, ImageFiles Files, ImageCatalog Catalog, GuestDisks Disks, QemuImg QemuImg,
    ProgramRunner Programs, FileOwnership Ownership, TimeProvider Time)
{
    /// <summary>Whether files of other owners can be made here.</summary>
    public static bool IsRoot => UserDatabase.EffectiveUid == 0;
}
