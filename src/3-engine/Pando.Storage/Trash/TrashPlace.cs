using Pando.Model.Ports;

namespace Pando.Storage.Trash;

/// <summary>The parts of the two paths of a trashed file: <c>PARENT/NAME</c> and <c>PARENT/TRASH/ID/NAME</c>.</summary>
internal sealed class TrashPlace
{
    public TrashPlace(TrashedFile file)
    {
        Parent = Path.GetDirectoryName(file.Original) ?? throw NotOurs(file);
        Name = Path.GetFileName(file.Original);
        var own = Path.GetDirectoryName(file.Trashed) ?? throw NotOurs(file);
        var trash = Path.GetDirectoryName(own) ?? throw NotOurs(file);
        Id = Path.GetFileName(own);
        TrashName = Path.GetFileName(trash);
        if (!string.Equals(Path.GetDirectoryName(trash), Parent, StringComparison.Ordinal)
            || !string.Equals(Path.GetFileName(file.Trashed), Name, StringComparison.Ordinal))
        {
            throw NotOurs(file);
        }
    }

    public string Parent { get; }

    public string Name { get; }

    public string TrashName { get; }

    public string Id { get; }

    private static ArgumentException NotOurs(TrashedFile file) =>
        new($"{file.Trashed} is no place in the trash of {file.Original}.", nameof(file));
}
