using System.Text;
using Pando.Model.Errors;
using Pando.Model.State;

namespace Pando.State.Store;

/// <summary>The limits that the port promises, checked before anything is queued.</summary>
internal static class StoreLimits
{
    private const int MostKeyBytes = 1024;
    private const int MostValueBytes = 16 << 20;
    private const int MostOperations = StoreSchema.PlacesPerRevision;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void Check(StoreTransaction transaction)
    {
        foreach (var condition in transaction.Conditions)
        {
            CheckKey(condition.Key);
        }
        if (transaction.Operations.Length > MostOperations)
        {
            throw new ArgumentException($"More than {MostOperations} operations in one transaction.", nameof(transaction));
        }
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var operation in transaction.Operations)
        {
            CheckKey(operation.Key);
            if (!keys.Add(operation.Key))
            {
                throw new ArgumentException($"The key '{operation.Key}' is changed twice in one transaction.", nameof(transaction));
            }
            if (operation.Value is { Length: > MostValueBytes })
            {
                throw new CallerException(ErrorCodes.Request.TooLarge, ("limit", "16 MiB"));
            }
        }
    }

    public static void CheckKey(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        // Strict: a lone surrogate would become another key.
        if (Strict.GetByteCount(key) > MostKeyBytes)
        {
            throw new CallerException(ErrorCodes.Request.TooLarge, ("limit", $"{MostKeyBytes} bytes"));
        }
    }

    public static long BytesOf(StoreTransaction transaction) => transaction.Operations.Sum(operation => (long)(operation.Value?.Length ?? 0));
}
