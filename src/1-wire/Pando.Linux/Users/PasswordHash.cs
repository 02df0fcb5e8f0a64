using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Pando.Linux.Users;

/// <summary>Hashes passwords as shadow(5) has them, with the C library's own crypt(3).</summary>
public static unsafe class PasswordHash
{
    // struct crypt_data: 32,768 bytes in libxcrypt, 131,232 in older C libraries.
    private const int StateBytes = 160 * 1024;
    private const int SaltLength = 16;
    private const string SaltCharacters = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly Lazy<nint> CryptR = new(static () =>
    {
        // The number differs between distributions, the function does not.
        foreach (string library in (ReadOnlySpan<string>)["libcrypt.so.1", "libcrypt.so.2"])
        {
            if (NativeLibrary.TryLoad(library, out nint handle) && NativeLibrary.TryGetExport(handle, "crypt_r", out nint function))
            {
                return function;
            }
        }

        throw new DllNotFoundException("libcrypt.so is not installed (Debian: libcrypt1).");
    });

    /// <summary>SHA-512 with a random salt: <c>$6$SALT$HASH</c>.</summary>
    /// <exception cref="ArgumentException">The password is empty, has a NUL or is longer than crypt(3) takes.</exception>
    public static string Sha512(string password) => Hash(password, "$6$" + RandomNumberGenerator.GetString(SaltCharacters, SaltLength));

    internal static string Hash(string password, string setting)
    {
        ArgumentException.ThrowIfNullOrEmpty(password);
        if (password.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("A password holds a NUL character.", nameof(password));
        }

        byte[] phrase = Encoding.UTF8.GetBytes(password + '\0');
        byte[] salt = Encoding.UTF8.GetBytes(setting + '\0');
        void* state = NativeMemory.AllocZeroed(StateBytes);
        try
        {
            fixed (byte* phrasePointer = phrase)
            fixed (byte* saltPointer = salt)
            {
                byte* hash = ((delegate* unmanaged<byte*, byte*, void*, byte*>)CryptR.Value)(phrasePointer, saltPointer, state);
                string text = Marshal.PtrToStringUTF8((nint)hash) ?? "*";
                // A failure token begins with '*' and can be no hash.
                return text.StartsWith('*') ? throw new ArgumentException("crypt(3) does not take this password.", nameof(password)) : text;
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(phrase);
            NativeMemory.Clear(state, StateBytes);
            NativeMemory.Free(state);
        }
    }
}
