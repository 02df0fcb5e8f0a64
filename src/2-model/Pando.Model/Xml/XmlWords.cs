using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Xml.Serialization;

namespace Pando.Model.Xml;

/// <summary>
/// The words that stand for the members of an enum in libvirt's XML: the member's name in lower case with
/// hyphens between its words, unless <see cref="XmlEnumAttribute"/> says another. The members count from 0.
/// </summary>
internal static class XmlWords<T> where T : struct, Enum
{
    // An array: dictionaries over forty enums would be a thousand methods to compile in every process that reads a definition.
    private static readonly string[] Words = EnumWords.Of(typeof(T));

    /// <summary>Every word, for an error that says what could stand there.</summary>
    public static string All => string.Join(" | ", Words);

    /// <summary>The word of a member.</summary>
    public static string Of(T member) => Words[Unsafe.BitCast<T, int>(member)];

    /// <summary>The member of a word; false where there is none.</summary>
    public static bool TryRead(string word, out T member)
    {
        var index = Array.IndexOf(Words, word);
        member = index < 0 ? default : Unsafe.BitCast<int, T>(index);
        return index >= 0;
    }
}

/// <summary>Finds the words of an enum.</summary>
internal static class EnumWords
{
    /// <summary>The words by their members' numbers.</summary>
    public static string[] Of(Type type)
    {
        var members = type.GetFields(BindingFlags.Public | BindingFlags.Static);
        var words = new string[members.Length];
        foreach (var member in members)
        {
            var number = (int)member.GetRawConstantValue()!;
            words[number] = member.GetCustomAttribute<XmlEnumAttribute>()?.Name ?? Hyphened(member.Name);
        }
        return words;
    }

    private static string Hyphened(string name)
    {
        var word = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && word.Length > 0)
            {
                word.Append('-');
            }
            word.Append(char.ToLowerInvariant(letter));
        }
        return word.ToString();
    }
}
