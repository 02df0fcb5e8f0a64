namespace Pando.Model.Errors;

/// <summary>
/// Every error code there is, one file an area (<c>ErrorCodes.Domain.cs</c>…). A test checks that each has
/// its text in English and in Vietnamese.
/// </summary>
public static partial class ErrorCodes
{
    /// <summary>Every code, found by reflection: for tests and for the documentation.</summary>
    public static IEnumerable<ErrorCode> All() =>
        typeof(ErrorCodes).GetNestedTypes()
            .SelectMany(area => area.GetFields())
            .Where(field => field.FieldType == typeof(ErrorCode))
            .Select(field => (ErrorCode)field.GetValue(null)!);
}
