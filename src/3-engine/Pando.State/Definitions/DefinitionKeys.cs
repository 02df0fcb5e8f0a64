using System.Globalization;

namespace Pando.State.Definitions;

/// <summary>
/// Where definitions are in the store:
/// <code>
/// definitions/SORT/UUID             the current definition (DefinitionHead)
/// names/SORT/NAME                   the uuid that has the name: what makes names unique
/// versions/SORT/HISTORY/NUMBER      one earlier version (VersionRecord)
/// trash/SORT/TRASH-ID               one in the trash (TrashRecord)
/// </code>
/// A history has an id of its own, which the head and the trash point to: so moving a definition to the trash and
/// back moves one entry however many versions there are, and a uuid that is defined anew begins a history anew.
/// The current version is in the head and nowhere else: a definition is written once, and again when it is replaced.
/// </summary>
internal static class DefinitionKeys
{
    public static string Heads(string sort) => $"definitions/{sort}/";

    public static string Head(string sort, Guid id) => $"definitions/{sort}/{id:D}";

    public static string Name(string sort, string name) => $"names/{sort}/{name}";

    public static string Versions(string sort, Guid history) => $"versions/{sort}/{history:N}/";

    /// <summary>Padded, so that the order of the keys is the order of the numbers.</summary>
    public static string Version(string sort, Guid history, int number) =>
        Versions(sort, history) + number.ToString("D10", CultureInfo.InvariantCulture);

    public static string Trash(string sort) => $"trash/{sort}/";

    public static string Trash(string sort, string trashId) => $"trash/{sort}/{trashId}";
}
